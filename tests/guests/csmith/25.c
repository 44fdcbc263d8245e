// Options:   -s 25 --no-argc --concise --no-packed-struct --max-funcs 5 --max-block-depth 3 --max-expr-complexity 5 -o s25.c
#include "csmith.h"


static long __undefined;



static int32_t g_9[5] = {0xB34E6D4FL,0xB34E6D4FL,0xB34E6D4FL,0xB34E6D4FL,0xB34E6D4FL};
static int32_t g_22 = 0xDB8E9646L;
static int32_t *g_39 = &g_22;
static uint8_t g_57 = 254UL;
static volatile int8_t * volatile g_63 = (void*)0;
static int32_t ** volatile g_66 = &g_39;
static uint32_t g_101 = 18446744073709551615UL;
static int64_t g_102 = 0xAC20F127D3B87503LL;
static int8_t g_111 = 0xE4L;
static int8_t *g_110 = &g_111;
static const int8_t g_115[5] = {8L,8L,8L,8L,8L};
static int32_t g_147 = 0x2E7F1700L;
static int32_t * volatile g_146 = &g_147;
static int32_t *g_157 = &g_147;
static uint16_t g_169 = 0x0409L;
static int32_t g_172 = 8L;
static int8_t g_173 = 6L;
static volatile uint64_t g_174[7] = {18446744073709551609UL,18446744073709551609UL,18446744073709551609UL,18446744073709551609UL,18446744073709551609UL,18446744073709551609UL,18446744073709551609UL};
static volatile int64_t g_184[7][7][5] = {{{0xF82CCD7554994F79LL,(-1L),8L,1L,0xE4DC80609C47C9F8LL},{(-10L),1L,(-1L),(-1L),0x63F9E7C7BD3F7DA1LL},{5L,0x56EB59E71A88FC1CLL,0xD30ACD80C33512AALL,0x0D45DB1E3443E91BLL,1L},{(-8L),0x4F8E9901C464F727LL,(-8L),0L,2L},{0xF9EE32586A369497LL,0xB3468687B3F213AFLL,(-1L),(-1L),7L},{0L,0x752563AE6E0BB03CLL,0xF6E795469179340FLL,(-1L),(-8L)},{1L,1L,0xE4DC80609C47C9F8LL,0x9C307FEAA8E9DECBLL,0x28E36C2DCE2F2AA7LL}},{{0x752563AE6E0BB03CLL,0L,1L,0x0D45DB1E3443E91BLL,1L},{7L,0L,0xD2AB853E7CFBBA97LL,5L,2L},{5L,0L,(-8L),0xF9EE32586A369497LL,(-3L)},{(-1L),1L,1L,1L,0x49661D303672CF07LL},{0x69D13327E3E6D3A6LL,0x9C307FEAA8E9DECBLL,0L,1L,(-1L)},{0xC587C63060AC40AFLL,(-1L),0x56EB59E71A88FC1CLL,0xB0C0B734962E967BLL,1L},{8L,(-1L),0xDA5780539E8B652BLL,(-1L),0x0366A3FBE80DE5B8LL}},{{1L,(-8L),0xB0C0B734962E967BLL,0x5F528969514C4754LL,(-1L)},{(-1L),0x8977165E9A02EE29LL,0x4F8E9901C464F727LL,(-1L),(-8L)},{1L,0x49661D303672CF07LL,0xF6E795469179340FLL,0x1230A905D2FD9266LL,0xDEBA3FE0BE34E6FDLL},{0xE1B3826BC8FAAC2ALL,0xE4DC80609C47C9F8LL,1L,0L,0x8B48D21F102E53A4LL},{(-1L),0x586F0DDE49BDA0E2LL,0L,1L,(-8L)},{0xF619B4148523E709LL,1L,5L,0xCA8022D0BAB9DF82LL,(-1L)},{0xF619B4148523E709LL,0xF9EE32586A369497LL,0x752563AE6E0BB03CLL,(-8L),0xD30ACD80C33512AALL}},{{(-1L),0x16AD06E79B7C538DLL,8L,6L,0x62001A86CCFD89AFLL},{0xE1B3826BC8FAAC2ALL,7L,0xDD303C422D24AC7BLL,(-1L),7L},{1L,0x54A653397D4F8AA3LL,0xDCB1B0985F9BD9F5LL,1L,0x0D45DB1E3443E91BLL},{(-1L),0xDF4C28BF459CB87FLL,0x244690C4E51E7AA7LL,1L,0L},{1L,(-8L),0x66F68BACA3D234C3LL,(-1L),0x01A1CCD3B4F5F1F4LL},{8L,0xB3468687B3F213AFLL,0x5F528969514C4754LL,0x591016E8ACDD564CLL,(-1L)},{0xC587C63060AC40AFLL,0x63F9E7C7BD3F7DA1LL,0xD2B49C788934BA7ELL,1L,0x66F68BACA3D234C3LL}},{{0x69D13327E3E6D3A6LL,6L,0x5EBD3B7CBDB25185LL,6L,0x69D13327E3E6D3A6LL},{(-1L),0x0347CC1243A785BCLL,0xDF4C28BF459CB87FLL,2L,1L},{5L,0xF6E795469179340FLL,0L,(-1L),0x8190200DE277DF49LL},{7L,0x1230A905D2FD9266LL,0x129C7174AD0AB60FLL,0x0347CC1243A785BCLL,1L},{0x752563AE6E0BB03CLL,(-1L),1L,(-1L),0x69D13327E3E6D3A6LL},{1L,1L,1L,0x49661D303672CF07LL,0x66F68BACA3D234C3LL},{0xF6E795469179340FLL,(-7L),(-2L),0xF619B4148523E709LL,(-1L)}},{{0xB46092D1FD33C25DLL,0x129C7174AD0AB60FLL,1L,(-8L),0x01A1CCD3B4F5F1F4LL},{0L,0xA91CE0F09638302BLL,(-1L),0x63F9E7C7BD3F7DA1LL,0L},{0xDCB1B0985F9BD9F5LL,(-1L),0x8977165E9A02EE29LL,0x66F68BACA3D234C3LL,0x0D45DB1E3443E91BLL},{0x129C7174AD0AB60FLL,4L,1L,1L,7L},{1L,2L,0x0347CC1243A785BCLL,(-7L),0x62001A86CCFD89AFLL},{(-1L),0x69D13327E3E6D3A6LL,0x56ED2C106F47B0E0LL,0x4F8E9901C464F727LL,0xD30ACD80C33512AALL},{0xF82CCD7554994F79LL,1L,(-1L),(-3L),(-1L)}},{{0x0347CC1243A785BCLL,8L,0L,(-3L),(-8L)},{2L,1L,0x591016E8ACDD564CLL,0x4F8E9901C464F727LL,0x8B48D21F102E53A4LL},{0L,0x62001A86CCFD89AFLL,1L,0xBABA671F50AE7412LL,1L},{0x129C7174AD0AB60FLL,0L,0L,2L,(-1L)},{0xD30ACD80C33512AALL,0x591016E8ACDD564CLL,1L,0L,0x49661D303672CF07LL},{0L,7L,0xDEBA3FE0BE34E6FDLL,0L,5L},{0x586F0DDE49BDA0E2LL,0x8977165E9A02EE29LL,0x56ED2C106F47B0E0LL,0x5100AA5BD061763CLL,(-1L)}}};
static volatile int16_t g_185[6] = {0xBC64L,0xBC64L,0xBC64L,0xBC64L,0xBC64L,0xBC64L};
static uint64_t g_186 = 0x3E81A10D22A38F90LL;
static int16_t g_198 = 1L;
static int32_t **g_236 = &g_39;
static int32_t ***g_235[3][1] = {{&g_236},{&g_236},{&g_236}};
static uint32_t g_288 = 0xE33A0EA8L;
static uint32_t g_294 = 0xA3C4AB22L;
static const int32_t *g_322 = &g_172;
static uint64_t g_329 = 18446744073709551607UL;
static uint64_t g_381 = 0x601EB9041D02CC96LL;
static uint8_t g_410 = 255UL;
static int32_t g_427[2][10][1] = {{{3L},{(-6L)},{(-6L)},{3L},{0x0E178892L},{3L},{(-6L)},{(-6L)},{3L},{0x0E178892L}},{{3L},{(-6L)},{(-6L)},{3L},{0x0E178892L},{3L},{(-6L)},{(-6L)},{3L},{0x0E178892L}}};
static int32_t ** volatile g_443 = (void*)0;
static int16_t g_457 = 0L;
static int8_t **g_511[8] = {&g_110,&g_110,&g_110,&g_110,&g_110,&g_110,&g_110,&g_110};
static int8_t ***g_510[2][7][8] = {{{&g_511[3],&g_511[0],&g_511[3],&g_511[7],&g_511[3],&g_511[6],&g_511[3],(void*)0},{&g_511[5],&g_511[1],&g_511[6],&g_511[6],&g_511[0],&g_511[1],&g_511[3],&g_511[3]},{&g_511[6],&g_511[3],&g_511[3],&g_511[1],&g_511[4],(void*)0,&g_511[4],&g_511[1]},{(void*)0,&g_511[7],(void*)0,&g_511[3],&g_511[3],&g_511[3],&g_511[3],&g_511[3]},{&g_511[3],&g_511[3],(void*)0,&g_511[0],(void*)0,&g_511[1],&g_511[3],&g_511[5]},{&g_511[3],(void*)0,&g_511[7],&g_511[0],&g_511[3],&g_511[0],(void*)0,&g_511[3]},{(void*)0,&g_511[3],&g_511[7],&g_511[5],&g_511[4],&g_511[3],&g_511[3],(void*)0}},{{&g_511[6],&g_511[0],&g_511[3],&g_511[0],&g_511[0],&g_511[1],(void*)0,&g_511[3]},{&g_511[5],&g_511[3],&g_511[3],(void*)0,&g_511[3],&g_511[3],&g_511[3],&g_511[3]},{&g_511[3],&g_511[3],&g_511[3],&g_511[3],&g_511[3],&g_511[3],&g_511[4],&g_511[3]},{&g_511[3],(void*)0,&g_511[3],&g_511[3],(void*)0,&g_511[3],&g_511[0],(void*)0},{&g_511[4],(void*)0,&g_511[0],(void*)0,(void*)0,&g_511[3],&g_511[3],&g_511[7]},{&g_511[4],&g_511[3],&g_511[1],&g_511[0],&g_511[3],&g_511[3],&g_511[3],&g_511[4]},{&g_511[3],&g_511[3],&g_511[7],&g_511[3],(void*)0,&g_511[1],(void*)0,&g_511[7]}}};
static uint32_t *g_518 = &g_288;



static const uint8_t  func_1(void);
static int32_t * func_2(int32_t * p_3, uint64_t  p_4, int32_t * p_5, int32_t * p_6, uint32_t  p_7);
static int32_t * func_10(uint8_t  p_11, const int32_t * p_12, int8_t  p_13);
static uint8_t  func_14(uint64_t  p_15, int32_t * p_16);
static int32_t * func_17(int32_t  p_18);




static const uint8_t  func_1(void)
{ 
    int32_t *l_8 = &g_9[0];
    uint8_t *l_260 = &g_57;
    int32_t l_261 = 0xA7F4345AL;
    int32_t **l_444 = &g_157;
    int32_t l_461 = 6L;
    int32_t l_465 = (-8L);
    int32_t l_467 = (-2L);
    int32_t l_468 = (-1L);
    int32_t l_469 = 0x5C435061L;
    int32_t l_472 = 0x25D9E15DL;
    uint16_t *l_488 = (void*)0;
    int32_t l_493 = 0x9FC6544DL;
    const int8_t l_516[8] = {8L,(-4L),8L,(-4L),8L,(-4L),8L,(-4L)};
    uint16_t l_526 = 0UL;
    int i;
    (*l_444) = ((*g_236) = func_2(l_8, (*l_8), func_10(((*l_260) = func_14(g_9[0], l_8)), l_8, l_261), &g_9[4], g_115[2]));
    for (g_198 = 15; (g_198 > (-30)); g_198 = safe_sub_func_uint16_t_u_u(g_198, 7))
    { 
        const uint32_t l_454 = 0UL;
        uint64_t l_455 = 18446744073709551615UL;
        int32_t l_460 = 0x40F80CBDL;
        int32_t l_464 = 0L;
        int32_t l_466 = 0x079A4ABDL;
        int32_t l_470[7] = {(-6L),(-6L),(-6L),(-6L),(-6L),(-6L),(-6L)};
        uint8_t l_473 = 0UL;
        int8_t l_494 = 1L;
        uint64_t l_523 = 0UL;
        int i;
    }
    return (**l_444);
}



static int32_t * func_2(int32_t * p_3, uint64_t  p_4, int32_t * p_5, int32_t * p_6, uint32_t  p_7)
{ 
    uint64_t l_389 = 18446744073709551615UL;
    const int32_t **l_393 = &g_322;
    const int32_t ***l_392[5] = {&l_393,&l_393,&l_393,&l_393,&l_393};
    int32_t ***l_394 = &g_236;
    int8_t **l_400 = &g_110;
    int i;
lbl_412:
    (*g_236) = p_6;
    if ((g_184[6][4][0] || (l_392[1] != (g_235[0][0] = l_394))))
    { 
        uint8_t l_411 = 249UL;
        for (g_172 = 0; (g_172 > (-26)); g_172--)
        { 
            uint64_t l_404 = 0x424950B9992710E8LL;
            int8_t **l_405 = &g_110;
            int32_t ***l_408 = &g_236;
            for (g_57 = 0; (g_57 == 43); ++g_57)
            { 
                int8_t ***l_401 = &l_400;
                int16_t *l_407 = &g_198;
                int16_t **l_406 = &l_407;
                uint8_t *l_409[8];
                int i;
                for (i = 0; i < 8; i++)
                    l_409[i] = &g_410;
                (*g_39) ^= (+((((*l_401) = l_400) == (g_102 , ((safe_rshift_func_int8_t_s_u(l_404, 4)) , l_405))) , p_4));
                (*g_157) = ((**g_66) &= ((((((*l_406) = &g_198) != ((l_411 ^= ((void*)0 == l_408)) , &g_198)) , l_411) >= 0xE673BBA9BDE7EF8DLL) != p_7));
                (*l_393) = ((*g_236) = (**l_408));
            }
            (*g_236) = p_6;
        }
    }
    else
    { 
        uint32_t l_417 = 0x5744F136L;
        int8_t **l_422[5];
        int32_t *l_428 = &g_172;
        int i;
        for (i = 0; i < 5; i++)
            l_422[i] = (void*)0;
        if (g_172)
            goto lbl_412;
        for (p_7 = (-15); (p_7 < 10); ++p_7)
        { 
            uint64_t l_425[1];
            int i;
            for (i = 0; i < 1; i++)
                l_425[i] = 9UL;
            for (g_288 = 0; (g_288 != 20); g_288 = safe_add_func_int16_t_s_s(g_288, 2))
            { 
                int8_t **l_421 = (void*)0;
                int32_t *l_426 = &g_427[1][8][0];
                (***l_394) |= (-8L);
                l_417++;
                l_428 = (*g_236);
            }
        }
        l_428 = p_5;
        for (l_417 = 0; (l_417 <= 0); l_417 += 1)
        { 
            uint16_t *l_441 = &g_169;
            int16_t *l_442 = &g_198;
            int i;
        }
    }
    return (**l_394);
}



static int32_t * func_10(uint8_t  p_11, const int32_t * p_12, int8_t  p_13)
{ 
    uint8_t l_284 = 0UL;
    int32_t l_292 = 0xC3EF3CD1L;
    int32_t l_310 = 0L;
    const int8_t l_312 = 0x8FL;
    int32_t *l_319 = &g_22;
    int32_t *l_320[9] = {&g_147,(void*)0,(void*)0,&g_147,(void*)0,(void*)0,&g_147,(void*)0,(void*)0};
    int64_t *l_324 = &g_102;
    int i;
    for (g_186 = 0; (g_186 == 22); ++g_186)
    { 
        uint16_t l_266 = 0x8760L;
        int8_t **l_295 = &g_110;
        int32_t ** const *l_314 = &g_236;
        int32_t ** const **l_313 = &l_314;
        const uint8_t l_318[3][1][10] = {{{0x76L,0x78L,0x78L,0x76L,0x78L,0x78L,0x76L,0x78L,0x78L,0x76L}},{{0x78L,0x76L,0x78L,0x78L,0x76L,0x78L,0x78L,0x76L,0x78L,0x78L}},{{0x76L,0x76L,0x3BL,0x76L,0x76L,0x3BL,0x76L,0x76L,0x3BL,0x76L}}};
        int32_t l_323[9] = {(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L)};
        uint16_t l_346 = 0xCA1AL;
        uint32_t l_350 = 0x1E8B4579L;
        int i, j, k;
        if ((safe_lshift_func_int8_t_s_u(p_11, (l_266 & (safe_mul_func_int8_t_s_s(((safe_rshift_func_uint8_t_u_u((!(((safe_rshift_func_int8_t_s_s((*g_110), (((18446744073709551612UL & 0x348A8D59F852C065LL) & (-8L)) , p_11))) ^ 0xA8CFL) && (*g_110))), p_13)) != g_102), 1UL))))))
        { 
            uint16_t *l_283[4][10] = {{&l_266,&l_266,(void*)0,&l_266,&l_266,(void*)0,&l_266,&l_266,&l_266,(void*)0},{&g_169,&g_169,&l_266,&g_169,&g_169,(void*)0,(void*)0,&g_169,&g_169,&l_266},{&l_266,&l_266,&l_266,&g_169,&l_266,&g_169,&l_266,&l_266,&l_266,&l_266},{&g_169,&g_169,(void*)0,(void*)0,&g_169,&g_169,&l_266,&g_169,&g_169,(void*)0}};
            uint32_t *l_287 = &g_288;
            int32_t l_291[3];
            uint32_t *l_293 = &g_294;
            int i, j;
            for (i = 0; i < 3; i++)
                l_291[i] = 1L;
            if ((*p_12))
                break;
            if (((safe_rshift_func_int16_t_s_u((~(safe_mod_func_uint32_t_u_u(((((l_291[2] = ((((((safe_lshift_func_int16_t_s_u(((((+((((l_284 |= (safe_unary_minus_func_uint8_t_u(0x0BL))) == (((*l_287) = (safe_rshift_func_int16_t_s_s(((void*)0 != &p_13), 3))) >= ((*l_293) = (safe_div_func_int8_t_s_s((l_291[2] == (*g_110)), l_292))))) | g_185[5]) | 1UL)) | l_292) , (*g_110)) && p_11), l_291[1])) , (void*)0) == l_295) >= p_11) , g_174[4]) <= g_115[2])) & p_13) | p_13) ^ g_115[1]), 1UL))), g_57)) > 0L))
            { 
                uint64_t l_308 = 0x1EB15853585A6EE2LL;
                uint16_t l_309 = 65535UL;
                int64_t *l_311[7];
                int32_t l_317 = 7L;
                int i;
                for (i = 0; i < 7; i++)
                    l_311[i] = &g_102;
                (*g_236) = ((l_291[1] ^ (((safe_sub_func_int8_t_s_s(l_291[2], ((g_169 = 0x1A4CL) ^ (safe_mod_func_uint8_t_u_u((safe_rshift_func_uint8_t_u_u(((safe_add_func_int64_t_s_s((g_102 = ((safe_mod_func_uint32_t_u_u((safe_mul_func_int16_t_s_s((((((((0L == l_308) > 8UL) & l_309) == p_13) || l_266) | l_310) & 4L), g_184[6][2][3])), (*g_157))) ^ 1UL)), l_312)) , p_13), 7)), p_11))))) >= p_13) & 0xE482L)) , (*g_66));
                l_319 = (((((((&g_235[2][0] != l_313) != 1UL) && (safe_add_func_uint8_t_u_u(p_11, 0x8BL))) ^ 0xBCE1L) | l_317) != l_318[2][0][5]) , (void*)0);
                return l_320[6];
            }
            else
            { 
                const int32_t *l_321 = (void*)0;
                g_322 = l_321;
                l_323[4] ^= (l_291[2] = (*g_146));
            }
        }
        else
        { 
            int64_t **l_325 = &l_324;
            uint64_t *l_328 = &g_329;
            int32_t l_332 = (-5L);
            int32_t l_336 = 0xC5124790L;
            int32_t l_337 = (-1L);
            int32_t l_338[10][1][8] = {{{0L,0xC8F3EE53L,(-1L),0xC8F3EE53L,0L,(-1L),0x1EC9E225L,0xF9DB165CL}},{{0xC8F3EE53L,0L,(-8L),(-1L),(-1L),(-8L),0L,0xC8F3EE53L}},{{0L,(-1L),(-8L),1L,0x1EC9E225L,0L,0x1EC9E225L,1L}},{{(-1L),7L,(-1L),0xF9DB165CL,1L,0L,(-8L),(-8L)}},{{(-8L),(-1L),0L,0L,(-1L),(-8L),1L,0x1EC9E225L}},{{(-8L),0L,0xC8F3EE53L,(-1L),1L,(-1L),0xC8F3EE53L,0L}},{{(-1L),0xC8F3EE53L,0L,(-1L),0x1EC9E225L,0xF9DB165CL,0xF9DB165CL,0x1EC9E225L}},{{0L,0x1EC9E225L,0x1EC9E225L,0L,(-1L),0L,0xF9DB165CL,(-8L)}},{{0xC8F3EE53L,0L,0L,0xF9DB165CL,0L,0L,0xC8F3EE53L,1L}},{{0L,0L,0xC8F3EE53L,1L,0L,0L,1L,0xC8F3EE53L}}};
            int32_t l_345[8];
            int32_t l_349[7][10] = {{0x4261D5E6L,0x4261D5E6L,0x03033C0CL,0L,(-5L),0x8BFF0933L,(-1L),0x8BFF0933L,(-5L),0L},{0L,0x014425E5L,0L,0x8BFF0933L,0xFD1D9604L,0xEB815D0FL,(-1L),(-1L),0xEB815D0FL,(-5L)},{0x4261D5E6L,0x8BFF0933L,0x8BFF0933L,0x4261D5E6L,(-9L),0xEB815D0FL,9L,0L,9L,0xEB815D0FL},{(-1L),0x014425E5L,(-9L),0x014425E5L,(-1L),0x03033C0CL,0x8BFF0933L,9L,9L,0x8BFF0933L},{0L,0x03033C0CL,0x4261D5E6L,0x4261D5E6L,0x03033C0CL,0L,(-5L),0x8BFF0933L,(-1L),0x8BFF0933L},{0x014425E5L,0x4261D5E6L,(-1L),9L,(-1L),0x4261D5E6L,0x014425E5L,(-5L),0xEB815D0FL,0xEB815D0FL},{0x014425E5L,0xEB815D0FL,0L,(-9L),(-9L),0L,0xEB815D0FL,0x014425E5L,0x03033C0CL,(-5L)}};
            int i, j, k;
            for (i = 0; i < 8; i++)
                l_345[i] = 0L;
            if ((((*l_325) = l_324) != ((safe_mul_func_uint8_t_u_u((255UL & (((*l_328) ^= (((*p_12) , p_13) != g_174[4])) | g_172)), (*g_110))) , &g_102)))
            { 
                l_332 = ((0xBD4BA8CBL ^ (safe_mod_func_int8_t_s_s((0UL > p_11), (g_186 | 0xA0F185E3L)))) && p_11);
                (*g_157) = (safe_div_func_int64_t_s_s(0xCD0A77BDA6F53CE4LL, 0x9E7049906E010D12LL));
                if ((*p_12))
                    continue;
            }
            else
            { 
                int32_t l_335 = 1L;
                int32_t l_339 = (-4L);
                int32_t l_340 = (-9L);
                int32_t l_341 = 0x3787DE6AL;
                int32_t l_342 = 0x557367F9L;
                int32_t l_343 = 0xD7B4DC1FL;
                int32_t l_344[1];
                int i;
                for (i = 0; i < 1; i++)
                    l_344[i] = 0x6A146E6DL;
                if (l_332)
                    break;
                if ((*p_12))
                    continue;
                ++l_346;
                --l_350;
            }
        }
        for (l_292 = 27; (l_292 != (-5)); --l_292)
        { 
            int64_t l_366 = 0L;
            uint8_t *l_377[2][9] = {{(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0},{&g_57,&l_284,&g_57,&g_57,&l_284,&g_57,&g_57,&l_284,&g_57}};
            const int8_t l_378[8][5][6] = {{{0x8DL,0L,1L,0L,0xCDL,1L},{(-5L),0x8DL,(-1L),5L,0x08L,2L},{(-1L),0L,0x4EL,1L,2L,0L},{0x7DL,0x3DL,(-10L),0x93L,(-1L),5L},{0x01L,5L,(-1L),1L,(-1L),5L}},{{1L,0xB7L,0xB0L,0xCDL,0x4EL,(-10L)},{0x08L,1L,0xF5L,0x3DL,1L,(-1L)},{0xB7L,1L,0x01L,(-10L),0x4EL,1L},{0L,0xB7L,(-6L),0x7DL,(-1L),(-1L)},{(-1L),5L,(-1L),0L,(-1L),(-10L)}},{{1L,0x3DL,0x93L,0xB0L,2L,0L},{(-1L),0L,(-1L),(-1L),0x08L,1L},{(-1L),0x8DL,0x3BL,0xCDL,0xCDL,0x3BL},{0L,0L,1L,2L,1L,0xFDL},{0xC6L,0xE2L,0xB7L,0x3BL,0xF5L,1L}},{{5L,0xC6L,0xB7L,0xB9L,0L,0xFDL},{(-1L),0xB9L,1L,5L,0x3DL,0x3BL},{5L,0x3DL,0x3BL,(-3L),1L,1L},{1L,(-5L),(-1L),0xFDL,0xE2L,0L},{0xE2L,0x01L,0x93L,0xCDL,(-1L),(-10L)}},{{1L,0x08L,0x08L,0xB0L,1L,0xB0L},{(-3L),0x24L,(-3L),0L,0L,0xE2L},{(-6L),(-3L),0x3DL,(-1L),1L,0x93L},{0xB0L,0x8DL,0x3CL,(-1L),0x3BL,0L},{(-6L),(-3L),0xCDL,0L,0xB0L,0x01L}},{{(-3L),0xB7L,0x24L,0xB0L,7L,0x8DL},{1L,(-1L),0L,1L,1L,1L},{1L,7L,(-1L),0x3BL,1L,(-10L)},{(-1L),1L,(-1L),0x8DL,0xE2L,0xE2L},{0x8DL,(-1L),(-1L),0x8DL,1L,(-10L)}},{{0xB0L,1L,1L,(-6L),0L,0x8DL},{0x01L,(-3L),(-1L),0x4EL,0L,0xB7L},{2L,1L,0x24L,(-10L),1L,(-1L)},{(-6L),(-1L),1L,1L,0xE2L,0xF5L},{0x24L,1L,0L,0x93L,1L,(-3L)}},{{(-1L),7L,1L,0xCDL,1L,0xE2L},{1L,(-1L),2L,0xC6L,7L,0L},{0xB0L,0xB7L,1L,0xB7L,0xB0L,0xCDL},{0xC6L,(-3L),0x8DL,(-1L),0x3BL,(-6L)},{0xFDL,0x8DL,0x24L,(-3L),1L,(-6L)}}};
            uint32_t l_379 = 18446744073709551610UL;
            int16_t *l_380 = &g_198;
            int32_t l_382 = 0x141AA751L;
            int i, j, k;
            if ((~((safe_div_func_uint64_t_u_u((((((safe_mul_func_uint8_t_u_u((g_381 &= (((1UL && (safe_lshift_func_int8_t_s_s(((safe_sub_func_int16_t_s_s((safe_lshift_func_int16_t_s_s(l_366, p_13)), ((*l_380) = ((safe_lshift_func_uint16_t_u_u((safe_mod_func_int32_t_s_s((safe_mul_func_int8_t_s_s((safe_lshift_func_int16_t_s_s((safe_mod_func_uint64_t_u_u((l_377[0][8] != (void*)0), l_378[4][2][5])), 3)), g_57)), l_379)), g_198)) != 4294967289UL)))) > g_186), (*g_110)))) || 6L) >= p_11)), p_13)) || 0x8AA2L) <= 0x18L) & l_366) , (*l_319)), p_11)) > 65535UL)))
            { 
                if ((*p_12))
                    break;
            }
            else
            { 
                l_382 ^= (-1L);
            }
            for (l_266 = 0; (l_266 == 20); l_266++)
            { 
                l_323[2] = (((*g_157) = (*g_157)) , (safe_mod_func_int16_t_s_s((safe_sub_func_int64_t_s_s(g_173, ((p_13 , (*g_110)) , 18446744073709551611UL))), 65526UL)));
                (*g_157) |= 0x79390E11L;
                if ((*p_12))
                    continue;
            }
        }
    }
    (*g_157) &= 8L;
    return (*g_236);
}



static uint8_t  func_14(uint64_t  p_15, int32_t * p_16)
{ 
    int32_t **l_158 = &g_39;
    int32_t **l_159[1];
    int32_t *l_160 = &g_147;
    int32_t ***l_189 = &l_159[0];
    uint8_t *l_192 = &g_57;
    int16_t l_195 = (-10L);
    int16_t *l_196 = &l_195;
    int16_t *l_197[6][3][4] = {{{&g_198,(void*)0,(void*)0,&g_198},{&g_198,&g_198,&g_198,(void*)0},{&g_198,&g_198,&g_198,&g_198}},{{&g_198,&g_198,&g_198,&g_198},{&g_198,&g_198,&g_198,(void*)0},{&g_198,&g_198,&g_198,&g_198}},{{(void*)0,(void*)0,&g_198,&g_198},{&g_198,&g_198,&g_198,&g_198},{&g_198,&g_198,&g_198,&g_198}},{{&g_198,&g_198,&g_198,&g_198},{&g_198,&g_198,&g_198,&g_198},{&g_198,(void*)0,(void*)0,&g_198}},{{&g_198,&g_198,&g_198,(void*)0},{&g_198,&g_198,&g_198,&g_198},{&g_198,&g_198,&g_198,&g_198}},{{&g_198,&g_198,&g_198,(void*)0},{&g_198,&g_198,&g_198,&g_198},{(void*)0,(void*)0,&g_198,&g_198}}};
    uint8_t l_220[1];
    int32_t *l_245[1][6];
    int32_t *l_246 = &g_22;
    int i, j, k;
    for (i = 0; i < 1; i++)
        l_159[i] = (void*)0;
    for (i = 0; i < 1; i++)
        l_220[i] = 250UL;
    for (i = 0; i < 1; i++)
    {
        for (j = 0; j < 6; j++)
            l_245[i][j] = &g_22;
    }
    l_160 = ((*l_158) = func_17(p_15));
    if ((*g_146))
    { 
        uint8_t l_161 = 0xC4L;
        const uint32_t l_168 = 0UL;
        uint8_t *l_170 = &g_57;
        (*g_39) = ((void*)0 != &p_16);
        l_161--;
        for (g_111 = 16; (g_111 <= (-27)); --g_111)
        { 
            return (**l_158);
        }
        if (p_15)
            goto lbl_208;
        (*l_158) = (*g_66);
    }
    else
    { 
        int16_t l_171 = 0L;
        int32_t l_177 = (-3L);
        int32_t l_178 = 0x5C57B0BAL;
        int32_t l_179 = 1L;
        int32_t l_180 = (-1L);
        int32_t l_181 = 1L;
        int32_t l_182 = 1L;
        int32_t l_183 = (-7L);
        g_174[4]++;
        --g_186;
    }
    if ((0xEE16L > ((((*l_160) ^= ((*l_196) = ((((&g_157 != ((*l_189) = &l_160)) & ((safe_add_func_uint8_t_u_u((++(*l_192)), 0L)) == 0xA393L)) != l_195) , g_169))) <= g_9[0]) == 18446744073709551606UL)))
    { 
        int32_t l_201 = 0xF240A925L;
        (**l_158) = (8UL == (safe_add_func_int64_t_s_s(g_184[4][4][2], 0xC22DBCC6B989850ALL)));
        (*g_39) ^= (l_201 != (safe_add_func_uint64_t_u_u((p_15 <= ((safe_lshift_func_int8_t_s_s((l_201 == 0x67L), 4)) < 0xC1L)), p_15)));
    }
    else
    { 
lbl_208:
        for (g_57 = 0; (g_57 >= 41); ++g_57)
        { 
            (*l_158) = (((6L ^ ((-1L) >= (0x092CL & (0x4783B3876E1166E0LL <= p_15)))) && p_15) , (*g_66));
        }
        for (g_186 = (-23); (g_186 <= 38); g_186 = safe_add_func_int32_t_s_s(g_186, 1))
        { 
            uint8_t l_219 = 3UL;
            int32_t l_225 = (-3L);
            for (g_173 = 0; (g_173 <= (-30)); --g_173)
            { 
            }
            l_225 = ((**l_158) |= ((safe_lshift_func_int8_t_s_u((safe_mod_func_int8_t_s_s((0xC2428196L & ((*l_189) == &g_146)), (*g_110))), 3)) != (*p_16)));
        }
        for (g_198 = 0; (g_198 >= (-28)); g_198 = safe_sub_func_int64_t_s_s(g_198, 9))
        { 
            int32_t ***l_239 = &l_159[0];
            for (g_173 = 0; (g_173 >= (-30)); g_173 = safe_sub_func_int16_t_s_s(g_173, 4))
            { 
                if ((*p_16))
                    break;
            }
            for (g_57 = (-24); (g_57 == 49); ++g_57)
            { 
                int32_t *l_232 = (void*)0;
                int32_t ****l_237 = (void*)0;
                int32_t ****l_238 = &g_235[2][0];
                uint64_t l_240 = 0x8B939B4C0E798E6DLL;
                (*g_66) = l_232;
                l_240 &= ((((((safe_sub_func_int64_t_s_s(1L, ((-3L) == ((l_239 = ((*l_238) = g_235[0][0])) != (l_189 = (void*)0))))) && (*g_110)) & 0x003E9E2F2D2754F7LL) | 0x09D498514B632DDBLL) >= p_15) ^ 7UL);
                return g_172;
            }
        }
        for (g_172 = 22; (g_172 >= (-11)); g_172--)
        { 
            int16_t *l_244 = &g_198;
            (*g_157) = ((1UL || (*p_16)) , (g_9[0] , (safe_unary_minus_func_int8_t_s(((void*)0 != l_244)))));
            if ((**l_158))
            { 
                l_246 = l_245[0][1];
                return p_15;
            }
            else
            { 
                (*l_246) |= ((((safe_mod_func_uint16_t_u_u(((safe_sub_func_int16_t_s_s(p_15, ((**g_66) >= ((((void*)0 == &g_110) <= 0UL) ^ (-6L))))) == 0xCB1EF512BB28F6E9LL), g_186)) && p_15) == 0x2B8542A959411BBBLL) & (*p_16));
                if ((*p_16))
                    break;
            }
            for (g_22 = (-10); (g_22 != (-10)); g_22 = safe_add_func_uint16_t_u_u(g_22, 1))
            { 
                p_16 = p_16;
            }
            (*l_158) = (*l_158);
        }
    }
    for (g_173 = 27; (g_173 >= 18); g_173--)
    { 
        int32_t *l_257 = &g_147;
        (*g_236) = l_257;
        for (g_102 = 0; g_102 < 1; g_102 += 1)
        {
            l_159[g_102] = &g_157;
        }
        for (g_186 = 19; (g_186 <= 55); g_186 = safe_add_func_int16_t_s_s(g_186, 4))
        { 
            if ((*p_16))
                break;
            if ((*l_257))
                break;
        }
    }
    return g_115[0];
}



static int32_t * func_17(int32_t  p_18)
{ 
    uint8_t l_35 = 255UL;
    int32_t *l_38 = (void*)0;
    uint64_t l_58 = 0x860C01EF4FC6A3F0LL;
    int32_t l_59 = (-4L);
    uint16_t l_75[7][3] = {{0x46FEL,0x46FEL,0UL},{0UL,0x46FEL,0UL},{0UL,0x46FEL,0UL},{0UL,0x46FEL,0UL},{0UL,0x46FEL,0UL},{0UL,0x46FEL,0UL},{0UL,0x46FEL,0UL}};
    int32_t l_128 = 0x47A0C8E2L;
    uint8_t l_154 = 0x42L;
    int i, j;
lbl_23:
    for (p_18 = 22; (p_18 != 22); p_18 = safe_add_func_uint8_t_u_u(p_18, 4))
    { 
        int32_t *l_21 = &g_22;
        (*l_21) = g_9[0];
        if (p_18)
            goto lbl_23;
    }
    if (((p_18 , (safe_add_func_uint64_t_u_u((safe_unary_minus_func_uint32_t_u(0x43DDCA27L)), 5UL))) ^ (safe_add_func_uint8_t_u_u((((safe_mul_func_int16_t_s_s(((safe_div_func_uint64_t_u_u((~((safe_unary_minus_func_int16_t_s((6L <= g_9[0]))) , p_18)), p_18)) | p_18), p_18)) != g_9[2]) <= l_35), p_18))))
    { 
        int32_t *l_36 = (void*)0;
        int32_t **l_37[10] = {(void*)0,&l_36,(void*)0,(void*)0,&l_36,(void*)0,(void*)0,&l_36,(void*)0,(void*)0};
        int i;
        g_39 = (l_38 = l_36);
    }
    else
    { 
        int8_t l_44 = 0x4FL;
        uint32_t l_51[10] = {0x58D83F7CL,0x58D83F7CL,0xC7D8169BL,0x58D83F7CL,0x58D83F7CL,0xC7D8169BL,0x58D83F7CL,0x58D83F7CL,0xC7D8169BL,0x58D83F7CL};
        uint8_t *l_56[8] = {&g_57,&l_35,&l_35,&g_57,&l_35,&l_35,&g_57,&l_35};
        int8_t *l_60 = (void*)0;
        int8_t *l_61 = (void*)0;
        int32_t l_62 = 0x5D742CC3L;
        int32_t l_69 = 1L;
        int32_t l_70 = 0L;
        int32_t l_71 = (-4L);
        int32_t l_72 = 0xC5108D7EL;
        int32_t l_73 = 5L;
        int32_t l_74 = 0x1BB39D90L;
        const int32_t l_82[7][9][2] = {{{(-1L),0x6FEB77EBL},{0xB4D81485L,0x6FEB77EBL},{(-1L),0xB4D81485L},{0x1AA30D26L,0x1AA30D26L},{(-1L),0x18A8DC8DL},{(-1L),0x1C0D400CL},{0x18A8DC8DL,0x6FEB77EBL},{0x22F50FADL,0x18A8DC8DL},{0x1AA30D26L,(-1L)}},{{0x1AA30D26L,0x18A8DC8DL},{0x22F50FADL,0x6FEB77EBL},{0x18A8DC8DL,0x1C0D400CL},{(-1L),0x18A8DC8DL},{(-1L),0x1AA30D26L},{0x1AA30D26L,0xB4D81485L},{(-1L),0x6FEB77EBL},{0xB4D81485L,0x6FEB77EBL},{(-1L),0xB4D81485L}},{{0x1AA30D26L,0x1AA30D26L},{(-1L),0x18A8DC8DL},{(-1L),0x1C0D400CL},{0x18A8DC8DL,0x6FEB77EBL},{0x22F50FADL,0x18A8DC8DL},{0x1AA30D26L,(-1L)},{0x1AA30D26L,0x18A8DC8DL},{0x22F50FADL,0x6FEB77EBL},{0x18A8DC8DL,0x1C0D400CL}},{{(-1L),0x18A8DC8DL},{(-1L),0x1AA30D26L},{0x1AA30D26L,0xB4D81485L},{(-1L),0x6FEB77EBL},{0xB4D81485L,0x6FEB77EBL},{(-1L),0xB4D81485L},{0x1AA30D26L,0x1AA30D26L},{(-1L),0x18A8DC8DL},{(-1L),0x1C0D400CL}},{{0x18A8DC8DL,0x6FEB77EBL},{0x22F50FADL,0x18A8DC8DL},{0x1AA30D26L,(-1L)},{0x1AA30D26L,0x18A8DC8DL},{0x22F50FADL,0x6FEB77EBL},{0x18A8DC8DL,0x1C0D400CL},{(-1L),0x18A8DC8DL},{(-1L),0x1AA30D26L},{0x1AA30D26L,0xB4D81485L}},{{(-1L),0x6FEB77EBL},{0xB4D81485L,0x6FEB77EBL},{(-1L),0xB4D81485L},{0x1AA30D26L,0x1AA30D26L},{(-1L),0x18A8DC8DL},{(-1L),0x1C0D400CL},{0x18A8DC8DL,0x6FEB77EBL},{0x22F50FADL,0x18A8DC8DL},{0x1AA30D26L,(-1L)}},{{0x1AA30D26L,0x18A8DC8DL},{0x22F50FADL,0x6FEB77EBL},{0x18A8DC8DL,0x1C0D400CL},{(-1L),0x18A8DC8DL},{(-1L),0x1AA30D26L},{0x1AA30D26L,0xB4D81485L},{(-1L),0x6FEB77EBL},{0xB4D81485L,0x6FEB77EBL},{(-1L),0xB4D81485L}}};
        const uint32_t l_95[5] = {0x69FE4373L,0x69FE4373L,0x69FE4373L,0x69FE4373L,0x69FE4373L};
        int i, j, k;
        if ((safe_sub_func_int16_t_s_s(l_35, (safe_div_func_int8_t_s_s((l_62 &= (l_59 &= ((l_44 , (((safe_div_func_int16_t_s_s(((safe_sub_func_uint16_t_u_u((l_51[7] <= ((safe_rshift_func_uint8_t_u_u((l_58 = (&g_22 == l_38)), 5)) & 0L)), 0xC927L)) < p_18), 0x2C16L)) , 7L) && g_9[0])) || l_44))), p_18)))))
        { 
            int32_t * const l_64 = &g_9[0];
            int32_t **l_65 = (void*)0;
            (*g_66) = ((&g_22 != (((void*)0 != g_63) , l_64)) , &l_59);
            l_38 = &l_59;
        }
        else
        { 
            int32_t *l_67 = &l_62;
            int32_t *l_68[3][7][2] = {{{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]}},{{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]}},{{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]},{&g_9[0],&g_9[0]}}};
            int8_t *l_94[8] = {(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,(void*)0};
            int i, j, k;
            ++l_75[4][2];
            if (l_35)
                goto lbl_78;
lbl_78:
            l_38 = &l_72;
            l_69 |= (g_9[0] && (((safe_add_func_uint64_t_u_u((safe_unary_minus_func_int64_t_s(1L)), (l_82[3][6][1] , (+((((((safe_add_func_uint32_t_u_u((safe_sub_func_uint64_t_u_u(((safe_lshift_func_uint8_t_u_u((safe_lshift_func_uint16_t_u_u((safe_mul_func_uint8_t_u_u((l_94[5] != (void*)0), l_71)), 3)), p_18)) & g_9[2]), l_95[4])), 0xCDB2BF7FL)) > p_18) , (*g_39)) , 0xBBCFL) , 0UL) && g_9[0]))))) , 0xD0E530E041B8CD5FLL) > g_22));
        }
        for (l_62 = 6; (l_62 >= 0); l_62 -= 1)
        { 
            int32_t l_100 = 6L;
            int32_t l_109 = (-6L);
            int32_t *l_148 = &l_71;
            int32_t *l_149 = &l_72;
            int32_t *l_150 = &l_72;
            int32_t *l_151 = &l_74;
            int32_t *l_152 = &g_22;
            int32_t *l_153[6][4][4] = {{{&l_69,(void*)0,&l_74,&g_22},{&l_100,&l_71,&g_9[0],&l_73},{&l_74,(void*)0,&l_62,(void*)0},{&l_69,&l_128,&l_73,&l_62}},{{&g_9[0],&l_73,&l_71,&g_22},{(void*)0,(void*)0,(void*)0,&g_147},{(void*)0,&l_59,&l_71,(void*)0},{&g_9[0],&g_147,&l_73,(void*)0}},{{&l_69,&l_71,&l_62,&g_9[0]},{&l_74,&l_71,&g_9[0],&l_128},{&l_100,&l_74,&l_74,&l_100},{&l_69,(void*)0,&l_71,(void*)0}},{{&l_62,&g_22,(void*)0,&l_71},{(void*)0,&g_9[0],&l_100,&l_71},{&l_128,&g_22,&l_69,(void*)0},{&l_71,(void*)0,(void*)0,&l_100}},{{(void*)0,&l_74,&g_22,&l_128},{&g_147,&l_71,(void*)0,&g_9[0]},{&l_74,&l_71,&l_74,(void*)0},{&l_62,&g_147,&l_71,(void*)0}},{{&g_22,&l_59,&l_128,&g_147},{&l_71,(void*)0,&l_128,&g_22},{&g_22,&l_73,&l_71,&l_62},{&l_62,&l_128,&l_74,(void*)0}}};
            int i, j, k;
            if (((*l_38) = (safe_sub_func_uint8_t_u_u((((safe_add_func_int8_t_s_s(((l_100 == ((*g_66) == ((g_9[0] && (p_18 <= g_22)) , &l_59))) >= 0xB0F1F8A7072EE8FFLL), 0UL)) , p_18) != p_18), p_18))))
            { 
                int8_t **l_112 = &g_110;
                const int8_t *l_114 = &g_115[0];
                const int8_t **l_113 = &l_114;
                (*g_39) = ((g_102 |= (g_101 = (g_9[1] , p_18))) || (((safe_sub_func_uint64_t_u_u((3UL || (safe_mul_func_int8_t_s_s((-5L), 0x51L))), g_9[0])) , g_9[3]) ^ 0x27L));
                (*g_39) |= (safe_mul_func_uint16_t_u_u((p_18 <= l_109), (((*l_112) = g_110) == ((*l_113) = (void*)0))));
                (*g_39) = (l_100 &= ((safe_div_func_uint64_t_u_u(((((((~(+(p_18 , (safe_sub_func_int8_t_s_s((safe_rshift_func_uint8_t_u_u((*l_38), 3)), ((*g_110) = ((safe_mod_func_uint32_t_u_u(4294967295UL, (safe_sub_func_int64_t_s_s((8UL < p_18), l_74)))) , (*g_110)))))))) >= l_128) | g_101) <= 0x71L) | (*l_38)) , 0x3DD4AC9C96BA6EEDLL), 0xC3C997210B645EBELL)) | g_9[0]));
            }
            else
            { 
                int32_t *l_133 = &l_128;
                (*l_133) |= (1UL && (0xA9L <= (safe_div_func_int16_t_s_s((l_100 || (safe_mod_func_int64_t_s_s((7L == (*g_110)), 0x96505D7E5B14AB0DLL))), (*l_38)))));
                (*g_39) = (safe_add_func_uint64_t_u_u((((0L || (safe_rshift_func_int8_t_s_u(l_100, 6))) || (((void*)0 == &g_39) <= p_18)) >= (*g_39)), g_115[4]));
            }
            (*g_146) ^= (p_18 , ((*g_39) |= ((p_18 || (safe_mul_func_uint8_t_u_u(3UL, (g_57--)))) , (safe_lshift_func_uint8_t_u_u(((((safe_mul_func_uint16_t_u_u(p_18, g_9[3])) , g_102) , l_56[(l_62 + 1)]) == &g_111), 7)))));
            --l_154;
        }
    }
    return g_157;
}





int main (void)
{
    int i, j, k;
    int print_hash_value = 0;
    platform_main_begin();
    crc32_gentab();
    func_1();
    for (i = 0; i < 5; i++)
    {
        transparent_crc(g_9[i], "g_9[i]", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    transparent_crc(g_22, "g_22", print_hash_value);
    transparent_crc(g_57, "g_57", print_hash_value);
    transparent_crc(g_101, "g_101", print_hash_value);
    transparent_crc(g_102, "g_102", print_hash_value);
    transparent_crc(g_111, "g_111", print_hash_value);
    for (i = 0; i < 5; i++)
    {
        transparent_crc(g_115[i], "g_115[i]", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    transparent_crc(g_147, "g_147", print_hash_value);
    transparent_crc(g_169, "g_169", print_hash_value);
    transparent_crc(g_172, "g_172", print_hash_value);
    transparent_crc(g_173, "g_173", print_hash_value);
    for (i = 0; i < 7; i++)
    {
        transparent_crc(g_174[i], "g_174[i]", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    for (i = 0; i < 7; i++)
    {
        for (j = 0; j < 7; j++)
        {
            for (k = 0; k < 5; k++)
            {
                transparent_crc(g_184[i][j][k], "g_184[i][j][k]", print_hash_value);
                if (print_hash_value) printf("index = [%d][%d][%d]\n", i, j, k);

            }
        }
    }
    for (i = 0; i < 6; i++)
    {
        transparent_crc(g_185[i], "g_185[i]", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    transparent_crc(g_186, "g_186", print_hash_value);
    transparent_crc(g_198, "g_198", print_hash_value);
    transparent_crc(g_288, "g_288", print_hash_value);
    transparent_crc(g_294, "g_294", print_hash_value);
    transparent_crc(g_329, "g_329", print_hash_value);
    transparent_crc(g_381, "g_381", print_hash_value);
    transparent_crc(g_410, "g_410", print_hash_value);
    for (i = 0; i < 2; i++)
    {
        for (j = 0; j < 10; j++)
        {
            for (k = 0; k < 1; k++)
            {
                transparent_crc(g_427[i][j][k], "g_427[i][j][k]", print_hash_value);
                if (print_hash_value) printf("index = [%d][%d][%d]\n", i, j, k);

            }
        }
    }
    transparent_crc(g_457, "g_457", print_hash_value);
    platform_main_end(crc32_context ^ 0xFFFFFFFFUL, print_hash_value);
    return 0;
}
