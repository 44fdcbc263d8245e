// Options:   -s 10 --no-argc --concise --no-packed-struct --max-funcs 5 --max-block-depth 3 --max-expr-complexity 5 -o s10.c
#include "csmith.h"


static long __undefined;


struct S0 {
   const volatile signed f0 : 19;
   volatile signed f1 : 28;
   unsigned f2 : 14;
   unsigned f3 : 2;
   signed f4 : 9;
   const volatile signed f5 : 28;
   volatile signed f6 : 10;
   const uint64_t  f7;
   signed f8 : 30;
   volatile signed f9 : 14;
};

struct S1 {
   volatile signed f0 : 11;
   signed f1 : 27;
};

union U2 {
   volatile signed f0 : 8;
   unsigned f1 : 6;
   int8_t * volatile  f2;
   uint32_t  f3;
};

union U3 {
   volatile uint32_t  f0;
   uint32_t  f1;
   volatile int8_t * f2;
   int16_t  f3;
};


static int8_t g_12 = 0x40L;
static const int8_t * volatile g_11 = &g_12;
static int32_t g_14 = 3L;
static int32_t *g_15 = &g_14;
static volatile struct S1 g_18 = {-15,11390};
static int32_t g_38 = 0x80F3BBA6L;
static uint64_t g_39 = 0xA2AAFA0B2B0402ADLL;
static int32_t **g_49[6] = {(void*)0,&g_15,(void*)0,(void*)0,&g_15,(void*)0};
static const int32_t * const g_62 = &g_38;
static uint32_t g_64[4][9] = {{4294967295UL,0x5298A7B9L,0x7A760F2FL,0x205A4AACL,0xCF76E5F3L,4294967295UL,0x6E0DAEE2L,0x6E0DAEE2L,4294967295UL},{0x205A4AACL,0xDF78A422L,1UL,0xDF78A422L,0x205A4AACL,0x5298A7B9L,0x70B9C45DL,0x7A760F2FL,4294967295UL},{0x70B9C45DL,0x5298A7B9L,0x205A4AACL,0xDF78A422L,1UL,0xDF78A422L,0x205A4AACL,0x5298A7B9L,0x70B9C45DL},{0x6E0DAEE2L,4294967295UL,0xCF76E5F3L,0x205A4AACL,0x7A760F2FL,0x5298A7B9L,4294967295UL,0x5298A7B9L,0x7A760F2FL}};
static struct S1 g_76 = {-42,-7514};
static int32_t g_80 = 1L;
static volatile union U2 g_115 = {-1L};
static volatile struct S1 g_141 = {-10,5029};
static uint16_t g_150[9][10] = {{0x2598L,1UL,5UL,0x2598L,65534UL,0x54B2L,5UL,65535UL,0x3B74L,1UL},{0x2598L,65535UL,0x8A2AL,65535UL,0x8B40L,0x9A2CL,0x2598L,65528UL,0xD121L,0UL},{65528UL,0x54B2L,65533UL,65527UL,1UL,1UL,65527UL,65533UL,0x54B2L,65528UL},{65531UL,0UL,0x3B74L,0UL,65535UL,0x9BFDL,1UL,0UL,1UL,0UL},{5UL,65535UL,65532UL,0UL,65535UL,1UL,65528UL,0x8B40L,0x8A2AL,65528UL},{65535UL,1UL,1UL,5UL,1UL,1UL,0xD776L,1UL,0x11FAL,0UL},{1UL,0UL,0UL,65533UL,0x8B40L,65533UL,0UL,0UL,1UL,1UL},{65535UL,5UL,0xD121L,0xD776L,65534UL,0x43DCL,65535UL,65534UL,1UL,0x75F8L},{65535UL,1UL,65533UL,0xD776L,0x3B74L,1UL,65535UL,5UL,1UL,5UL}};
static volatile struct S1 g_153 = {18,-623};
static int16_t g_155 = 0x9DE4L;
static volatile int64_t g_162[1][3][10] = {{{1L,8L,6L,8L,1L,0xCE8C50E43E29B384LL,0x7BCD1F5407840EC1LL,8L,0L,0L},{0xC46A301C7F311488LL,8L,0x2948FFD3BA70242FLL,2L,2L,0x2948FFD3BA70242FLL,8L,0xC46A301C7F311488LL,6L,0L},{0xD465C56C76D5697FLL,2L,8L,1L,1L,0x7BCD1F5407840EC1LL,1L,1L,8L,2L}}};
static volatile int64_t * volatile g_161 = &g_162[0][2][2];
static int64_t g_164 = 0x580E9A89EFA38175LL;
static volatile union U3 g_172 = {0xE41DE62AL};
static int32_t ***** volatile g_175 = (void*)0;
static volatile struct S0 g_185[1] = {{267,-12112,18,0,16,-3781,-19,0x1AE95A9EE059EF32LL,-15628,-8}};
static union U2 g_186 = {0x1CBB092BL};
static uint8_t g_214 = 0xB7L;
static volatile struct S1 * volatile g_250 = &g_18;
static int32_t g_260 = 0xA8C0706BL;
static int32_t ** volatile g_265 = &g_15;
static int32_t *****g_294 = (void*)0;
static uint64_t *g_303 = (void*)0;
static uint64_t **g_302 = &g_303;
static uint64_t ** volatile *g_301 = &g_302;
static uint64_t ** volatile ** volatile g_304 = &g_301;
static volatile uint8_t g_342 = 255UL;
static volatile uint32_t *g_357 = (void*)0;
static volatile uint32_t * volatile * volatile g_356 = &g_357;
static struct S0 g_364 = {-204,5495,67,0,-18,-1788,0,0xC845C9411BC2BF2ALL,10344,-32};
static struct S0 g_366 = {-600,11086,22,0,-9,2862,2,1UL,24122,126};
static int8_t ***g_369 = (void*)0;
static int8_t **** volatile g_368 = &g_369;
static volatile struct S1 * volatile g_371 = (void*)0;
static int64_t *g_376 = &g_164;
static volatile struct S1 g_386 = {-27,780};
static int32_t ** volatile g_406 = &g_15;
static struct S1 *g_409 = (void*)0;
static struct S1 ** volatile g_408[9][6][2] = {{{(void*)0,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,(void*)0}},{{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,(void*)0}},{{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{(void*)0,(void*)0}},{{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409}},{{&g_409,&g_409},{(void*)0,&g_409},{&g_409,&g_409},{&g_409,(void*)0},{&g_409,&g_409},{&g_409,&g_409}},{{(void*)0,(void*)0},{&g_409,&g_409},{&g_409,&g_409},{&g_409,(void*)0},{(void*)0,&g_409},{&g_409,&g_409}},{{&g_409,(void*)0},{&g_409,&g_409},{(void*)0,(void*)0},{&g_409,(void*)0},{(void*)0,&g_409},{&g_409,&g_409}},{{&g_409,&g_409},{(void*)0,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409}},{{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{&g_409,&g_409},{(void*)0,&g_409},{(void*)0,&g_409}}};
static struct S1 ** volatile g_410 = &g_409;
static struct S1 g_413 = {33,9875};
static struct S1 g_414 = {-35,3765};
static struct S1 g_420 = {11,-514};
static struct S1 g_422 = {-28,10811};
static const struct S1 *g_421 = &g_422;
static volatile union U3 g_430 = {0x319C4D52L};
static int16_t *g_454 = &g_155;
static int16_t **g_453 = &g_454;
static int16_t **g_455 = (void*)0;
static struct S1 ** volatile g_457 = &g_409;
static union U2 ** const  volatile g_477 = (void*)0;
static union U2 *g_479 = (void*)0;
static union U2 ** volatile g_478[5][3] = {{&g_479,&g_479,&g_479},{&g_479,&g_479,&g_479},{(void*)0,&g_479,&g_479},{&g_479,&g_479,&g_479},{(void*)0,&g_479,(void*)0}};
static uint32_t g_519 = 0xBA1302DDL;
static union U2 g_535 = {0x3E0BC464L};
static int32_t ** const  volatile g_549[2] = {&g_15,&g_15};



static int8_t  func_1(void);
static int32_t  func_16(int8_t * p_17);
static uint64_t  func_21(int64_t  p_22);
static int64_t  func_29(int32_t  p_30, int32_t * p_31);
static int32_t  func_42(int16_t  p_43, int8_t * p_44);




static int8_t  func_1(void)
{ 
    int16_t l_2 = (-1L);
    int32_t *l_13 = &g_14;
    uint8_t l_362 = 0x06L;
    int32_t l_382[8] = {0x92700A74L,0x92700A74L,0x92700A74L,0x92700A74L,0x92700A74L,0x92700A74L,0x92700A74L,0x92700A74L};
    int16_t l_391 = 0xBDC6L;
    uint32_t l_402[9] = {0xF001F8D3L,0xB610229DL,0xB610229DL,0xF001F8D3L,0xB610229DL,0xB610229DL,0xF001F8D3L,0xB610229DL,0xB610229DL};
    struct S1 *l_419 = &g_420;
    int32_t *****l_431 = (void*)0;
    uint32_t l_452[5];
    int8_t l_544[8][9][3] = {{{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL}},{{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)}},{{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL}},{{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)}},{{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL}},{{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)}},{{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL}},{{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)},{0xAEL,0xAEL,0xAEL},{(-4L),(-4L),(-4L)}}};
    int i, j, k;
    for (i = 0; i < 5; i++)
        l_452[i] = 18446744073709551613UL;
    if ((((l_2 <= ((safe_div_func_int16_t_s_s((safe_mul_func_uint8_t_u_u(((safe_mod_func_int64_t_s_s((safe_add_func_int16_t_s_s((((void*)0 == g_11) != g_12), l_2)), l_2)) > 0xA82E77E815F84255LL), g_12)), g_12)) >= g_12)) <= g_12) >= g_12))
    { 
        uint16_t l_358 = 3UL;
        struct S0 * const l_363 = &g_364;
        int64_t * const l_373 = (void*)0;
        g_15 = l_13;
        if (func_16((g_18 , &g_12)))
        { 
            const uint32_t *l_360 = &g_64[2][1];
            const uint32_t **l_359 = &l_360;
            int32_t l_361 = 0L;
            struct S0 *l_365 = &g_366;
            int8_t ***l_367 = (void*)0;
            if (((*l_13) &= ((~(((g_172 , g_356) != (l_358 , l_359)) <= l_361)) & l_362)))
            { 
                l_365 = l_363;
            }
            else
            { 
                int32_t **l_370 = &l_13;
                (*g_368) = l_367;
                (*l_370) = l_13;
            }
            return (*g_11);
        }
        else
        { 
            volatile struct S1 *l_372 = &g_141;
            int32_t l_377 = 0x300AB5CCL;
            (*l_372) = (*g_250);
            if ((l_358 > g_364.f4))
            { 
                int64_t *l_375 = &g_164;
                int64_t **l_374[1][7] = {{&l_375,&l_375,&l_375,&l_375,&l_375,&l_375,&l_375}};
                int i, j;
                (*l_13) &= (l_373 != (g_376 = &g_164));
            }
            else
            { 
                return (*g_11);
            }
            return l_377;
        }
    }
    else
    { 
        uint16_t l_383 = 65527UL;
        int32_t l_390 = 0x619ED1BDL;
        int16_t l_392 = (-7L);
        int32_t l_393[2][3];
        struct S1 *l_407[10][3][8] = {{{&g_76,&g_76,&g_76,&g_76,(void*)0,(void*)0,&g_76,&g_76},{&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76,&g_76},{(void*)0,(void*)0,(void*)0,&g_76,&g_76,&g_76,&g_76,&g_76}},{{&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76,(void*)0},{&g_76,(void*)0,&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76},{&g_76,(void*)0,(void*)0,(void*)0,(void*)0,&g_76,&g_76,&g_76}},{{&g_76,&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76,(void*)0},{&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76},{&g_76,&g_76,&g_76,(void*)0,&g_76,(void*)0,&g_76,&g_76}},{{(void*)0,&g_76,&g_76,(void*)0,(void*)0,&g_76,&g_76,(void*)0},{&g_76,&g_76,(void*)0,&g_76,(void*)0,(void*)0,&g_76,&g_76},{(void*)0,&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76,(void*)0}},{{(void*)0,&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76},{&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76,(void*)0,&g_76},{(void*)0,&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76}},{{&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76,&g_76},{&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76},{&g_76,(void*)0,&g_76,&g_76,&g_76,(void*)0,&g_76,&g_76}},{{(void*)0,&g_76,&g_76,&g_76,(void*)0,(void*)0,(void*)0,(void*)0},{&g_76,&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76,(void*)0},{(void*)0,&g_76,(void*)0,&g_76,&g_76,&g_76,(void*)0,&g_76}},{{(void*)0,(void*)0,(void*)0,(void*)0,(void*)0,&g_76,&g_76,&g_76},{&g_76,&g_76,&g_76,(void*)0,(void*)0,&g_76,&g_76,(void*)0},{&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76,(void*)0,&g_76}},{{&g_76,&g_76,(void*)0,(void*)0,&g_76,&g_76,&g_76,&g_76},{&g_76,&g_76,(void*)0,&g_76,(void*)0,&g_76,(void*)0,&g_76},{&g_76,&g_76,&g_76,(void*)0,&g_76,&g_76,&g_76,(void*)0}},{{&g_76,(void*)0,&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76},{&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76,(void*)0},{&g_76,(void*)0,&g_76,&g_76,&g_76,&g_76,&g_76,&g_76}}};
        uint64_t **l_425[9] = {&g_303,&g_303,&g_303,&g_303,&g_303,&g_303,&g_303,&g_303,&g_303};
        int32_t * const *l_435 = &l_13;
        int32_t * const **l_434 = &l_435;
        int32_t * const ***l_433[10] = {&l_434,&l_434,&l_434,&l_434,&l_434,&l_434,&l_434,&l_434,&l_434,&l_434};
        int32_t * const ****l_432 = &l_433[9];
        uint64_t l_482 = 8UL;
        int i, j, k;
        for (i = 0; i < 2; i++)
        {
            for (j = 0; j < 3; j++)
                l_393[i][j] = 5L;
        }
        for (g_14 = 3; (g_14 >= 0); g_14 -= 1)
        { 
            int32_t *l_378 = &g_80;
            int32_t *l_379 = &g_260;
            int32_t *l_380 = &g_80;
            int32_t *l_381[1][8] = {{&g_14,&g_260,&g_14,&g_260,&g_14,&g_260,&g_14,&g_260}};
            int16_t l_398 = 0xCDCEL;
            int32_t l_401 = (-1L);
            int i, j;
            l_383--;
            for (g_39 = 0; (g_39 <= 3); g_39 += 1)
            { 
                volatile struct S1 *l_387 = &g_386;
                int32_t l_388 = 0x840CDF68L;
                int32_t l_389 = 1L;
                int32_t l_394 = (-10L);
                int32_t l_395 = 0L;
                int32_t l_396 = 1L;
                int32_t l_397 = (-1L);
                int32_t l_399 = 0x7BA886B4L;
                int32_t l_400 = (-4L);
                int32_t **l_405[8][1];
                int i, j;
                for (i = 0; i < 8; i++)
                {
                    for (j = 0; j < 1; j++)
                        l_405[i][j] = &l_380;
                }
                (*l_387) = g_386;
                --l_402[8];
                l_13 = (void*)0;
            }
            for (l_362 = 0; (l_362 <= 3); l_362 += 1)
            { 
                int i, j;
                (*g_406) = &l_401;
                if (g_64[g_14][g_14])
                    continue;
                if ((*g_62))
                    break;
            }
            for (l_401 = 3; (l_401 >= 0); l_401 -= 1)
            { 
                int i, j;
                (*g_410) = l_407[5][0][1];
                (*l_378) = ((g_64[l_401][(g_14 + 3)] > (g_64[l_401][(g_14 + 3)] , (safe_mul_func_int8_t_s_s(((0UL > ((1L ^ 0x01L) & g_64[l_401][(g_14 + 3)])) >= g_342), 0x87L)))) & g_64[l_401][(g_14 + 3)]);
                g_414 = g_413;
            }
        }
        if ((((*g_161) >= (((safe_div_func_uint64_t_u_u((safe_mod_func_int32_t_s_s((l_419 != g_421), 4294967286UL)), l_393[0][2])) != l_393[0][2]) ^ g_366.f7)) < 0L))
        { 
            uint32_t *l_436 = &g_64[2][1];
            int8_t *l_437 = &g_12;
            int32_t l_438 = 0L;
            int32_t l_439 = 1L;
            int64_t l_451 = 1L;
            uint64_t ** volatile ** volatile *l_456[7] = {&g_304,&g_304,&g_304,&g_304,&g_304,&g_304,&g_304};
            int32_t l_458 = 0x4AAFD471L;
            uint32_t l_459 = 0x09478803L;
            int i;
            l_439 &= ((((*l_437) &= (safe_div_func_int16_t_s_s((l_425[6] != ((((safe_lshift_func_uint16_t_u_u((safe_sub_func_uint32_t_u_u((g_430 , ((*l_436) = (0xE476L | (l_431 != l_432)))), g_366.f7)), 0)) ^ 1L) && g_364.f2) , (void*)0)), g_366.f4))) != g_414.f1) > l_438);
            for (l_438 = 8; (l_438 >= 0); l_438 -= 1)
            { 
                int i;
                return l_402[l_438];
            }
            if ((l_438 = ((safe_sub_func_uint32_t_u_u(((safe_div_func_uint16_t_u_u((safe_mod_func_int32_t_s_s((((((((safe_mod_func_int16_t_s_s((+(safe_add_func_int8_t_s_s((*g_11), ((g_64[2][1] > g_76.f1) > (((((((g_366.f2 , l_451) , (*g_376)) >= (*g_376)) , (-1L)) == 1UL) > 0x7FA8L) > 0xC7L))))), l_439)) && 0x9B2F9EC9L) ^ g_364.f2) == l_438) , l_438) , 0xDC6AC73BL) ^ 4294967295UL), 0xA594716CL)), 6L)) || l_452[3]), g_12)) <= g_420.f1)))
            { 
                g_455 = (l_402[8] , (g_453 = g_453));
                (*g_265) = (void*)0;
            }
            else
            { 
                l_456[0] = &g_304;
                (*g_457) = (*g_410);
                l_382[6] = (l_459 = l_458);
            }
        }
        else
        { 
            int32_t l_473[8][8] = {{0xE16B4331L,(-1L),0x017FB5CBL,0x017FB5CBL,(-1L),0xE16B4331L,0x61DCFB28L,1L},{0x2AA353A1L,0x5F8C7000L,0x4E22B8D7L,0x0D6B5A1CL,0xE16B4331L,1L,1L,(-1L)},{8L,1L,4L,0x0D6B5A1CL,0xF973F48CL,0x3DF09062L,(-4L),1L},{(-4L),0xF973F48CL,0xAE1EF74EL,(-1L),0L,2L,(-2L),2L},{0xAE1EF74EL,(-1L),1L,(-1L),0xAE1EF74EL,0x8964587CL,(-1L),0x1785523EL},{1L,0x1BAD50A5L,0x2338FDF0L,0xC63006DEL,0x4E22B8D7L,1L,8L,(-1L)},{(-1L),0xDD9A3E2CL,0x2338FDF0L,8L,0xC8994D7AL,(-4L),(-1L),4L},{0x4E22B8D7L,0x2AA353A1L,1L,0x1785523EL,0xB4891CF0L,(-2L),(-2L),0xB4891CF0L}};
            union U2 *l_476 = &g_186;
            int i, j;
            l_382[7] = (safe_mod_func_uint64_t_u_u(((7L != (g_185[0] , ((safe_lshift_func_uint16_t_u_s((safe_sub_func_uint8_t_u_u(((safe_div_func_uint8_t_u_u(g_172.f0, ((safe_sub_func_uint64_t_u_u((safe_div_func_int16_t_s_s((safe_unary_minus_func_uint32_t_u(4294967295UL)), l_473[5][4])), (*g_376))) ^ g_150[7][1]))) , 254UL), 255UL)), 8)) > 0x3D5FL))) , 0x89F679B72A3292C3LL), (*g_376)));
            for (g_80 = (-18); (g_80 > 18); ++g_80)
            { 
                union U2 **l_480 = &l_476;
                int32_t l_481[9] = {5L,5L,5L,5L,5L,5L,5L,5L,5L};
                int i;
                (*l_480) = l_476;
                --l_482;
                return (*g_11);
            }
        }
    }
    for (l_2 = 0; (l_2 == 9); l_2++)
    { 
        int8_t l_496 = (-1L);
        int16_t *l_497 = &l_391;
        int32_t *l_498 = &g_14;
        struct S1 *l_539 = &g_414;
        (*l_498) = ((&g_421 != &g_371) != (safe_div_func_int32_t_s_s((((+(safe_lshift_func_int16_t_s_u(((*l_497) ^= ((safe_lshift_func_int16_t_s_u((*g_454), (safe_mod_func_uint8_t_u_u(l_496, g_76.f0)))) | l_496)), l_496))) || l_496) & g_420.f1), g_64[3][4])));
        for (g_260 = 0; (g_260 <= 26); g_260 = safe_add_func_uint64_t_u_u(g_260, 3))
        { 
            int32_t l_508 = 0L;
            int32_t l_509 = 0x8A7A63DDL;
            union U2 *l_531 = &g_186;
            uint16_t *l_538 = &g_150[6][0];
            int32_t l_540 = 5L;
            int8_t l_541[9] = {(-1L),0x17L,(-1L),0x17L,(-1L),0x17L,(-1L),0x17L,(-1L)};
            int i;
            for (g_12 = (-25); (g_12 < 16); g_12 = safe_add_func_int32_t_s_s(g_12, 1))
            { 
                int32_t l_507[8] = {(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L)};
                int32_t l_510 = (-1L);
                int32_t *l_511 = (void*)0;
                int32_t *l_512 = (void*)0;
                int32_t *l_513 = &l_382[5];
                int32_t *l_514 = &l_510;
                int32_t *l_515 = &l_382[2];
                int32_t *l_516 = &g_14;
                int32_t *l_517 = (void*)0;
                int32_t *l_518[10] = {&l_510,&l_510,&l_509,&l_510,&l_510,&l_509,&l_510,&l_510,&l_509,&l_510};
                uint32_t *l_532 = &l_402[8];
                int i;
                l_509 |= (safe_rshift_func_int8_t_s_u(((((*l_498) , (safe_mul_func_int16_t_s_s((&g_185[0] == (void*)0), g_12))) & l_507[5]) , l_508), g_80));
                ++g_519;
                (*l_515) ^= (safe_mul_func_uint8_t_u_u(l_509, (safe_rshift_func_uint8_t_u_s((((safe_sub_func_int64_t_s_s(0x03E503E098ACB851LL, (-1L))) & (*g_376)) , g_430.f0), g_214))));
                (*l_514) ^= ((((((safe_div_func_uint64_t_u_u(((*g_62) == ((*l_532) = (+(l_531 == l_531)))), ((*g_376) = 0x3C27A65FFEF23A56LL))) > l_508) | (*l_516)) && (*l_513)) < (*l_515)) <= 0x6734A3A9L);
            }
            for (g_519 = 0; g_519 < 8; g_519 += 1)
            {
                l_382[g_519] = 0x7D62571EL;
            }
            (*l_498) = ((safe_add_func_uint64_t_u_u((l_540 |= ((((g_535 , l_509) , (((safe_mod_func_int64_t_s_s((((*l_538) = l_509) >= ((void*)0 != l_539)), l_508)) || l_509) <= (*g_161))) , g_76.f1) <= 3L)), l_541[6])) < (-3L));
            l_544[4][7][2] ^= (safe_mod_func_int32_t_s_s((*l_498), 0xFE5787EDL));
        }
    }
    for (g_12 = 0; (g_12 == (-6)); --g_12)
    { 
        int32_t * const l_547 = &l_382[7];
        int32_t **l_548[2];
        int32_t **l_550 = &g_15;
        int i;
        for (i = 0; i < 2; i++)
            l_548[i] = (void*)0;
        (*l_550) = l_547;
    }
    return (*g_11);
}



static int32_t  func_16(int8_t * p_17)
{ 
    int32_t l_19 = 1L;
    int32_t *l_34 = (void*)0;
    int32_t l_232 = (-1L);
    int32_t l_233 = 1L;
    int32_t l_234 = 0x76F33A58L;
    int32_t l_235[4][1][4];
    uint32_t l_236[5];
    int64_t *l_259 = (void*)0;
    int32_t l_276 = 0x8B304DB0L;
    int8_t l_289 = 0x17L;
    int i, j, k;
    for (i = 0; i < 4; i++)
    {
        for (j = 0; j < 1; j++)
        {
            for (k = 0; k < 4; k++)
                l_235[i][j][k] = (-1L);
        }
    }
    for (i = 0; i < 5; i++)
        l_236[i] = 0x841EF775L;
    if (l_19)
    { 
        int64_t l_66[4] = {(-1L),(-1L),(-1L),(-1L)};
        int64_t *l_67 = (void*)0;
        int32_t l_68 = (-1L);
        int32_t l_231[4] = {0L,0L,0L,0L};
        int32_t ***l_297 = &g_49[0];
        int32_t ****l_296 = &l_297;
        int32_t *****l_295[4][10][6] = {{{(void*)0,&l_296,&l_296,&l_296,&l_296,&l_296},{&l_296,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,&l_296,&l_296,(void*)0,&l_296},{(void*)0,&l_296,&l_296,&l_296,&l_296,&l_296},{&l_296,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,&l_296,&l_296,(void*)0,&l_296}},{{(void*)0,&l_296,&l_296,&l_296,&l_296,&l_296},{&l_296,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,(void*)0,&l_296,(void*)0,&l_296,&l_296},{(void*)0,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,&l_296,&l_296,(void*)0,&l_296},{(void*)0,&l_296,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,(void*)0,&l_296,&l_296,&l_296},{&l_296,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,(void*)0,(void*)0,(void*)0,(void*)0}},{{(void*)0,&l_296,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,(void*)0,&l_296,&l_296,&l_296},{&l_296,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,(void*)0,(void*)0,(void*)0,(void*)0},{(void*)0,&l_296,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,(void*)0,&l_296,&l_296,&l_296},{&l_296,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,(void*)0,(void*)0,(void*)0,(void*)0}},{{(void*)0,&l_296,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,(void*)0,&l_296,&l_296,&l_296},{&l_296,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,(void*)0,(void*)0,(void*)0,(void*)0},{(void*)0,&l_296,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,&l_296,(void*)0,&l_296,(void*)0},{&l_296,(void*)0,(void*)0,&l_296,&l_296,&l_296},{&l_296,&l_296,&l_296,(void*)0,(void*)0,&l_296},{&l_296,&l_296,(void*)0,(void*)0,(void*)0,(void*)0}}};
        uint32_t l_306 = 0x4DB12DDBL;
        volatile struct S1 *l_310 = &g_153;
        volatile struct S1 **l_309 = &l_310;
        int i, j, k;
        if ((+func_21((safe_mod_func_int64_t_s_s((safe_add_func_int16_t_s_s((2L | g_18.f0), g_12)), (l_68 = (safe_div_func_int64_t_s_s(func_29((safe_add_func_uint8_t_u_u(l_19, g_12)), l_34), l_66[2]))))))))
        { 
            int32_t *l_219 = &g_14;
            int32_t *l_220 = &g_14;
            int32_t *l_221 = (void*)0;
            int32_t *l_222 = &g_80;
            int32_t *l_223 = &g_38;
            int32_t *l_224 = &g_80;
            int32_t *l_225 = &g_38;
            int32_t *l_226 = &g_14;
            int32_t *l_227 = (void*)0;
            int32_t *l_228 = (void*)0;
            int32_t *l_229 = (void*)0;
            int32_t *l_230[4][10][5] = {{{&g_38,(void*)0,&g_14,&g_14,&g_14},{&g_38,&g_14,&g_38,(void*)0,&g_38},{&g_38,&g_38,&l_68,(void*)0,&g_80},{(void*)0,&l_68,&g_38,&g_38,&g_38},{(void*)0,&g_14,(void*)0,&g_80,&g_80},{&g_80,&g_38,&g_14,&g_38,&g_80},{&g_14,&g_38,(void*)0,&g_80,&g_38},{&g_38,&l_68,&g_14,&g_80,&g_80},{&g_14,(void*)0,&g_14,&g_80,&g_38},{&g_80,&l_68,&g_38,&g_80,&g_80}},{{&g_38,&g_80,&g_14,(void*)0,&l_68},{&g_14,&g_14,&g_80,&g_80,&g_80},{&l_68,&g_80,&g_80,&l_68,&g_38},{&g_14,&g_80,&g_14,&g_80,&g_14},{&g_14,&g_14,&g_38,&g_80,&g_38},{&g_14,&g_80,&g_14,&l_68,&g_80},{(void*)0,&g_80,&g_14,&g_80,&g_14},{&g_14,&g_14,&l_68,(void*)0,&g_14},{&g_80,&g_14,(void*)0,&g_80,&g_38},{&g_38,&g_80,&g_14,&g_80,&g_38}},{{&g_38,&g_14,&g_38,&g_14,&g_80},{&g_38,&l_68,(void*)0,&g_80,&g_14},{&g_14,(void*)0,&g_80,&g_14,&g_80},{&g_80,&g_80,&g_80,&g_14,&g_38},{&g_80,&g_14,&g_14,&g_14,&g_38},{(void*)0,&g_14,(void*)0,&g_14,&g_14},{&g_80,(void*)0,&g_14,&l_68,&g_14},{(void*)0,&g_38,&g_14,&l_68,&g_80},{&g_14,&g_80,&g_80,&g_80,&g_38},{&g_14,&g_38,(void*)0,&l_68,&g_14}},{{&g_14,&l_68,&g_14,&g_14,&g_38},{&g_14,&g_80,&g_38,&g_80,&g_80},{(void*)0,&l_68,&g_38,&g_14,&l_68},{&g_80,&g_80,&g_80,&g_14,&g_80},{(void*)0,&g_80,&g_38,&g_80,&g_38},{&g_80,&g_80,(void*)0,&g_80,&l_68},{&g_80,(void*)0,(void*)0,&g_14,&g_80},{&g_14,&g_80,&g_14,&g_14,&g_14},{&g_38,(void*)0,&g_14,&l_68,&g_80},{&g_38,&g_80,&g_14,&g_14,&g_14}}};
            uint64_t *l_252 = &g_39;
            uint64_t **l_251 = &l_252;
            int i, j, k;
            l_236[4]--;
            if (((*l_220) = (safe_mul_func_int16_t_s_s(1L, ((safe_lshift_func_uint8_t_u_s((!((safe_mod_func_uint8_t_u_u((*l_226), ((*p_17) |= ((l_233 ^ ((((safe_lshift_func_uint16_t_u_u((safe_rshift_func_uint8_t_u_s((l_67 != (void*)0), 7)), l_231[2])) == 1UL) != (*g_161)) ^ 0xAF204E7CL)) && l_231[2])))) != g_39)), 1)) < 1UL)))))
            { 
                (*g_250) = g_153;
            }
            else
            { 
                uint64_t ***l_253 = (void*)0;
                uint64_t ***l_254 = &l_251;
                (*l_254) = l_251;
            }
            if ((safe_mod_func_uint16_t_u_u((g_115.f0 ^ 65533UL), (safe_div_func_uint16_t_u_u(g_64[1][5], l_68)))))
            { 
                g_260 |= (l_259 == l_252);
            }
            else
            { 
                const int32_t *l_262 = &g_38;
                const int32_t **l_261 = &l_262;
                (*l_261) = (void*)0;
                return (*g_15);
            }
        }
        else
        { 
            int16_t l_273 = (-4L);
            int32_t l_275[6];
            uint32_t l_277 = 7UL;
            int i;
            for (i = 0; i < 6; i++)
                l_275[i] = (-9L);
            for (g_12 = 0; (g_12 == 3); ++g_12)
            { 
                int32_t *l_266 = &l_235[1][0][0];
                int32_t *l_267 = &g_260;
                int32_t *l_268 = &l_235[1][0][0];
                int32_t *l_269 = &l_68;
                int32_t *l_270 = &l_235[1][0][0];
                int32_t *l_271 = (void*)0;
                int32_t *l_272[1];
                int32_t l_274 = 0x84AA03B7L;
                int i;
                for (i = 0; i < 1; i++)
                    l_272[i] = &l_68;
                (*g_265) = &l_234;
                --l_277;
            }
        }
        if ((**g_265))
        { 
            int32_t l_287 = 0x777F7B3EL;
            int32_t l_288 = 0x85221F51L;
            for (l_276 = 0; (l_276 == 3); ++l_276)
            { 
                return l_68;
            }
            for (l_19 = 0; (l_19 >= 0); l_19 -= 1)
            { 
                uint32_t *l_282 = &g_64[2][1];
                int8_t l_285[3][3][1] = {{{0x13L},{0xAFL},{0x13L}},{{0xAFL},{0x13L},{0xAFL}},{{0x13L},{0xAFL},{0x13L}}};
                int32_t *l_286 = &l_276;
                int32_t ****l_293 = (void*)0;
                int32_t *****l_292[7][8][4] = {{{&l_293,(void*)0,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,(void*)0,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,(void*)0},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293}},{{&l_293,&l_293,&l_293,(void*)0},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,(void*)0},{&l_293,&l_293,&l_293,&l_293}},{{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,(void*)0},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,(void*)0},{(void*)0,&l_293,&l_293,&l_293}},{{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,(void*)0},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293}},{{(void*)0,&l_293,&l_293,(void*)0},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,(void*)0},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293}},{{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,(void*)0},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,(void*)0},{&l_293,&l_293,(void*)0,&l_293}},{{&l_293,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,&l_293,(void*)0},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,&l_293,&l_293},{(void*)0,&l_293,&l_293,&l_293},{&l_293,&l_293,(void*)0,&l_293},{&l_293,&l_293,(void*)0,&l_293}}};
                int16_t l_298 = 0x7655L;
                uint8_t *l_299 = (void*)0;
                uint8_t *l_300 = &g_214;
                int i, j, k;
                l_288 &= ((g_39 & ((((*l_282) ^= 0UL) == 0xC83944E2L) == ((((*l_286) = (safe_rshift_func_uint8_t_u_s(l_285[1][2][0], (*p_17)))) , l_287) > 0xB5D35E8AL))) > g_185[0].f7);
                if ((**g_265))
                    break;
                (*g_15) = (**g_265);
                (*g_15) ^= (((*l_300) = ((l_289 , (safe_rshift_func_int8_t_s_s((*g_11), ((((g_294 = l_292[3][3][1]) == l_295[2][1][4]) <= l_298) , 0L)))) | 0x150A7E5C26E1C05ALL)) || 7UL);
            }
        }
        else
        { 
            int32_t *l_305 = &l_233;
            (*g_304) = g_301;
            (*g_265) = l_305;
        }
        l_306--;
        (*l_309) = &g_153;
    }
    else
    { 
        uint32_t *l_322 = (void*)0;
        const int32_t l_326 = (-10L);
        int32_t l_338[7][1][1] = {{{0xBF1E7EB2L}},{{5L}},{{0xBF1E7EB2L}},{{5L}},{{0xBF1E7EB2L}},{{5L}},{{0xBF1E7EB2L}}};
        int i, j, k;
        for (g_164 = 0; (g_164 > 3); g_164++)
        { 
            int32_t **l_313 = &g_15;
            int32_t l_339 = 5L;
            int32_t l_340 = 0x83237871L;
            int32_t l_341 = 0x02E60B7AL;
            (*l_313) = &l_233;
            for (g_214 = 0; (g_214 != 56); ++g_214)
            { 
                uint32_t **l_323 = &l_322;
                int16_t *l_327 = &g_155;
                int32_t l_328[7];
                int64_t l_335 = 0x2758ED415E4E6D5ALL;
                int32_t *l_336 = &g_80;
                int32_t *l_337[8];
                int i;
                for (i = 0; i < 7; i++)
                    l_328[i] = 0xD606BD36L;
                for (i = 0; i < 8; i++)
                    l_337[i] = &g_14;
                (*g_15) &= (safe_div_func_uint8_t_u_u((0x4CL != (safe_mod_func_int16_t_s_s(((((safe_div_func_int16_t_s_s((l_34 != ((*l_323) = l_322)), ((*l_327) = (safe_rshift_func_uint8_t_u_u(((*g_250) , g_18.f1), l_326))))) <= l_328[3]) , 1L) | 0UL), g_164))), 0xA4L));
                (**l_313) &= (safe_mul_func_uint8_t_u_u(((l_328[1] = g_185[0].f1) || ((safe_sub_func_uint64_t_u_u((safe_mod_func_uint16_t_u_u(0xE7B5L, (((l_328[3] || (g_172.f3 && 9L)) != l_328[5]) , l_328[5]))), g_80)) ^ l_326)), l_335));
                ++g_342;
            }
        }
        return l_338[1][0][0];
    }
    (**g_265) = (((safe_lshift_func_int16_t_s_s((safe_div_func_uint64_t_u_u(((void*)0 != l_259), l_235[2][0][0])), 1)) > ((*p_17) = (!((+(safe_sub_func_uint8_t_u_u((1UL != 0x16L), l_276))) && (*g_161))))) , l_236[4]);
    return l_236[4];
}



static uint64_t  func_21(int64_t  p_22)
{ 
    int32_t l_71 = 1L;
    uint32_t * const l_106 = &g_64[1][1];
    int32_t l_108[1][5] = {{2L,2L,2L,2L,2L}};
    int32_t **l_124 = &g_15;
    int64_t *l_163 = &g_164;
    int32_t ***l_177 = &g_49[2];
    int32_t ****l_176[9];
    int64_t l_190[9] = {0L,0x466CC9BB9CBAC53CLL,0x466CC9BB9CBAC53CLL,0L,0x466CC9BB9CBAC53CLL,0x466CC9BB9CBAC53CLL,0L,0x466CC9BB9CBAC53CLL,0x466CC9BB9CBAC53CLL};
    int i, j;
    for (i = 0; i < 9; i++)
        l_176[i] = &l_177;
    for (g_38 = 0; (g_38 <= 11); g_38 = safe_add_func_uint8_t_u_u(g_38, 7))
    { 
        const int8_t *l_85 = (void*)0;
        int32_t l_88[9][10] = {{0x4A820832L,0xA6500C24L,(-5L),6L,(-5L),0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L)},{0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L),0xA6500C24L,0xA6500C24L,(-7L),0x35339FE2L,(-5L)},{0x4A820832L,0x4A820832L,0x330F0864L,6L,(-7L),0xA8502006L,0x4A820832L,(-7L),(-8L),(-7L)},{0x4A820832L,0xA6500C24L,(-5L),6L,(-5L),0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L)},{0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L),0xA6500C24L,0xA6500C24L,(-7L),0x35339FE2L,(-5L)},{0x4A820832L,0x4A820832L,0x330F0864L,6L,(-7L),0xA8502006L,0x4A820832L,(-7L),(-8L),(-7L)},{0x4A820832L,0xA6500C24L,(-5L),6L,(-5L),0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L)},{0xA6500C24L,0x4A820832L,(-5L),0x35339FE2L,(-7L),0xA6500C24L,0xA6500C24L,(-7L),0x35339FE2L,(-5L)},{0x4A820832L,0x4A820832L,0x330F0864L,6L,(-7L),0xA8502006L,0x4A820832L,(-7L),(-8L),(-7L)}};
        int32_t l_107 = 0x2755E220L;
        int32_t l_130 = (-1L);
        int32_t ***l_166[8] = {&l_124,&l_124,&l_124,&l_124,&l_124,&l_124,&l_124,&l_124};
        int32_t *****l_187 = &l_176[8];
        int32_t * const ****l_195 = (void*)0;
        int8_t l_205 = (-1L);
        int i, j;
        if ((l_71 = 0x62130E9DL))
        { 
            int32_t l_87 = 1L;
            uint64_t *l_97 = &g_39;
            int64_t l_98[9] = {0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL,0x831F773013A2A43FLL};
            int i;
            l_71 ^= (-4L);
            for (g_14 = 10; (g_14 != 27); ++g_14)
            { 
                uint64_t *l_77 = &g_39;
                int16_t *l_86 = (void*)0;
                l_88[1][1] = (safe_mod_func_int16_t_s_s((g_76 , (g_80 |= ((--(*l_77)) < (-1L)))), (safe_mul_func_int16_t_s_s((l_87 = (g_76.f1 < (l_85 != &g_12))), 0xBA6CL))));
                if (p_22)
                    break;
            }
            (*g_15) = ((0UL != g_39) || (!(safe_rshift_func_int8_t_s_s((((((safe_lshift_func_int16_t_s_u((((safe_lshift_func_uint16_t_u_u(p_22, ((+((*l_97) ^= l_87)) | g_14))) && 0L) | p_22), g_80)) ^ 0x55470A06L) , g_18.f1) || g_18.f1) <= l_98[6]), 0))));
        }
        else
        { 
            int32_t *l_104 = (void*)0;
            int32_t *l_105[1];
            int i;
            for (i = 0; i < 1; i++)
                l_105[i] = &l_71;
            l_108[0][1] |= (safe_add_func_uint32_t_u_u((safe_unary_minus_func_uint8_t_u((safe_mul_func_int8_t_s_s((l_88[3][5] , (l_88[4][6] && ((l_88[4][3] = ((*g_15) |= l_71)) ^ ((void*)0 != l_106)))), p_22)))), l_107));
        }
        for (g_12 = (-16); (g_12 >= 8); g_12++)
        { 
            int64_t l_116 = 0L;
            const int32_t *l_129 = &l_108[0][0];
            const int32_t **l_128 = &l_129;
            int32_t l_131 = 0xC3ECA65CL;
            uint8_t l_132 = 1UL;
            int8_t **l_148[2][2];
            int32_t * const *l_194 = &g_15;
            int32_t * const **l_193 = &l_194;
            int32_t * const ***l_192[5] = {&l_193,&l_193,&l_193,&l_193,&l_193};
            int32_t * const ****l_191 = &l_192[1];
            int i, j;
            for (i = 0; i < 2; i++)
            {
                for (j = 0; j < 2; j++)
                    l_148[i][j] = (void*)0;
            }
        }
        for (g_14 = (-4); (g_14 < (-7)); g_14--)
        { 
            int8_t *l_200 = &g_12;
            uint8_t *l_213 = &g_214;
            int16_t *l_217 = &g_155;
            int32_t l_218[6];
            int i;
            for (i = 0; i < 6; i++)
                l_218[i] = (-9L);
            l_205 = ((((safe_mul_func_uint8_t_u_u(4UL, ((*l_200) = 0xBAL))) , (safe_rshift_func_int16_t_s_s(0L, 14))) , ((safe_mod_func_uint64_t_u_u(0xAB5B6C6E20C9473ALL, (**l_124))) || p_22)) | g_76.f0);
            l_218[2] = ((safe_lshift_func_uint16_t_u_u(((safe_unary_minus_func_int32_t_s(0x4BDA2B58L)) == g_185[0].f8), 0)) & ((safe_lshift_func_uint8_t_u_s((safe_add_func_uint16_t_u_u((1UL != (--(*l_213))), ((*l_217) = (-1L)))), 4)) & (-6L)));
            return l_218[3];
        }
    }
    return p_22;
}



static int64_t  func_29(int32_t  p_30, int32_t * p_31)
{ 
    int32_t l_50[2][4];
    int32_t **l_61[5][2] = {{&g_15,&g_15},{&g_15,&g_15},{&g_15,&g_15},{&g_15,&g_15},{&g_15,&g_15}};
    uint32_t *l_63 = &g_64[2][1];
    int32_t l_65[9];
    int i, j;
    for (i = 0; i < 2; i++)
    {
        for (j = 0; j < 4; j++)
            l_50[i][j] = (-8L);
    }
    for (i = 0; i < 9; i++)
        l_65[i] = (-6L);
    for (g_14 = (-26); (g_14 <= 6); ++g_14)
    { 
        int32_t *l_37[3];
        int8_t *l_45 = &g_12;
        int8_t **l_46 = (void*)0;
        int8_t **l_47 = &l_45;
        int i;
        for (i = 0; i < 3; i++)
            l_37[i] = &g_38;
        --g_39;
        l_50[0][0] ^= func_42(p_30, ((*l_47) = l_45));
        return g_14;
    }
    (*g_15) = (p_30 > p_30);
    l_65[4] = (((safe_mul_func_int8_t_s_s(((((*l_63) = (safe_div_func_int32_t_s_s((safe_add_func_uint16_t_u_u(0UL, 65529UL)), ((*g_15) |= (safe_div_func_uint16_t_u_u((safe_add_func_int16_t_s_s(((p_31 = p_31) == g_62), g_39)), p_30)))))) != p_30) == 1UL), p_30)) | p_30) & p_30);
    return p_30;
}



static int32_t  func_42(int16_t  p_43, int8_t * p_44)
{ 
    int32_t **l_48[9];
    int i;
    for (i = 0; i < 9; i++)
        l_48[i] = &g_15;
    g_49[0] = l_48[4];
    return (*g_15);
}





int main (void)
{
    int i, j, k;
    int print_hash_value = 0;
    platform_main_begin();
    crc32_gentab();
    func_1();
    transparent_crc(g_12, "g_12", print_hash_value);
    transparent_crc(g_14, "g_14", print_hash_value);
    transparent_crc(g_18.f0, "g_18.f0", print_hash_value);
    transparent_crc(g_18.f1, "g_18.f1", print_hash_value);
    transparent_crc(g_38, "g_38", print_hash_value);
    transparent_crc(g_39, "g_39", print_hash_value);
    for (i = 0; i < 4; i++)
    {
        for (j = 0; j < 9; j++)
        {
            transparent_crc(g_64[i][j], "g_64[i][j]", print_hash_value);
            if (print_hash_value) printf("index = [%d][%d]\n", i, j);

        }
    }
    transparent_crc(g_76.f0, "g_76.f0", print_hash_value);
    transparent_crc(g_76.f1, "g_76.f1", print_hash_value);
    transparent_crc(g_80, "g_80", print_hash_value);
    transparent_crc(g_115.f0, "g_115.f0", print_hash_value);
    transparent_crc(g_141.f0, "g_141.f0", print_hash_value);
    transparent_crc(g_141.f1, "g_141.f1", print_hash_value);
    for (i = 0; i < 9; i++)
    {
        for (j = 0; j < 10; j++)
        {
            transparent_crc(g_150[i][j], "g_150[i][j]", print_hash_value);
            if (print_hash_value) printf("index = [%d][%d]\n", i, j);

        }
    }
    transparent_crc(g_153.f0, "g_153.f0", print_hash_value);
    transparent_crc(g_153.f1, "g_153.f1", print_hash_value);
    transparent_crc(g_155, "g_155", print_hash_value);
    for (i = 0; i < 1; i++)
    {
        for (j = 0; j < 3; j++)
        {
            for (k = 0; k < 10; k++)
            {
                transparent_crc(g_162[i][j][k], "g_162[i][j][k]", print_hash_value);
                if (print_hash_value) printf("index = [%d][%d][%d]\n", i, j, k);

            }
        }
    }
    transparent_crc(g_164, "g_164", print_hash_value);
    transparent_crc(g_172.f0, "g_172.f0", print_hash_value);
    transparent_crc(g_172.f1, "g_172.f1", print_hash_value);
    transparent_crc(g_172.f3, "g_172.f3", print_hash_value);
    for (i = 0; i < 1; i++)
    {
        transparent_crc(g_185[i].f0, "g_185[i].f0", print_hash_value);
        transparent_crc(g_185[i].f1, "g_185[i].f1", print_hash_value);
        transparent_crc(g_185[i].f2, "g_185[i].f2", print_hash_value);
        transparent_crc(g_185[i].f3, "g_185[i].f3", print_hash_value);
        transparent_crc(g_185[i].f4, "g_185[i].f4", print_hash_value);
        transparent_crc(g_185[i].f5, "g_185[i].f5", print_hash_value);
        transparent_crc(g_185[i].f6, "g_185[i].f6", print_hash_value);
        transparent_crc(g_185[i].f7, "g_185[i].f7", print_hash_value);
        transparent_crc(g_185[i].f8, "g_185[i].f8", print_hash_value);
        transparent_crc(g_185[i].f9, "g_185[i].f9", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    transparent_crc(g_186.f0, "g_186.f0", print_hash_value);
    transparent_crc(g_214, "g_214", print_hash_value);
    transparent_crc(g_260, "g_260", print_hash_value);
    transparent_crc(g_342, "g_342", print_hash_value);
    transparent_crc(g_364.f0, "g_364.f0", print_hash_value);
    transparent_crc(g_364.f1, "g_364.f1", print_hash_value);
    transparent_crc(g_364.f2, "g_364.f2", print_hash_value);
    transparent_crc(g_364.f3, "g_364.f3", print_hash_value);
    transparent_crc(g_364.f4, "g_364.f4", print_hash_value);
    transparent_crc(g_364.f5, "g_364.f5", print_hash_value);
    transparent_crc(g_364.f6, "g_364.f6", print_hash_value);
    transparent_crc(g_364.f7, "g_364.f7", print_hash_value);
    transparent_crc(g_364.f8, "g_364.f8", print_hash_value);
    transparent_crc(g_364.f9, "g_364.f9", print_hash_value);
    transparent_crc(g_366.f0, "g_366.f0", print_hash_value);
    transparent_crc(g_366.f1, "g_366.f1", print_hash_value);
    transparent_crc(g_366.f2, "g_366.f2", print_hash_value);
    transparent_crc(g_366.f3, "g_366.f3", print_hash_value);
    transparent_crc(g_366.f4, "g_366.f4", print_hash_value);
    transparent_crc(g_366.f5, "g_366.f5", print_hash_value);
    transparent_crc(g_366.f6, "g_366.f6", print_hash_value);
    transparent_crc(g_366.f7, "g_366.f7", print_hash_value);
    transparent_crc(g_366.f8, "g_366.f8", print_hash_value);
    transparent_crc(g_366.f9, "g_366.f9", print_hash_value);
    transparent_crc(g_386.f0, "g_386.f0", print_hash_value);
    transparent_crc(g_386.f1, "g_386.f1", print_hash_value);
    transparent_crc(g_413.f0, "g_413.f0", print_hash_value);
    transparent_crc(g_413.f1, "g_413.f1", print_hash_value);
    transparent_crc(g_414.f0, "g_414.f0", print_hash_value);
    transparent_crc(g_414.f1, "g_414.f1", print_hash_value);
    transparent_crc(g_420.f0, "g_420.f0", print_hash_value);
    transparent_crc(g_420.f1, "g_420.f1", print_hash_value);
    transparent_crc(g_422.f0, "g_422.f0", print_hash_value);
    transparent_crc(g_422.f1, "g_422.f1", print_hash_value);
    transparent_crc(g_430.f0, "g_430.f0", print_hash_value);
    transparent_crc(g_430.f1, "g_430.f1", print_hash_value);
    transparent_crc(g_430.f3, "g_430.f3", print_hash_value);
    transparent_crc(g_519, "g_519", print_hash_value);
    transparent_crc(g_535.f0, "g_535.f0", print_hash_value);
    platform_main_end(crc32_context ^ 0xFFFFFFFFUL, print_hash_value);
    return 0;
}
