// Options:   -s 4 --no-argc --concise --no-packed-struct --max-funcs 5 --max-block-depth 3 --max-expr-complexity 5 -o s4.c
#include "csmith.h"


static long __undefined;


struct S0 {
   volatile uint32_t  f0;
   volatile int8_t  f1;
   unsigned f2 : 8;
   const uint32_t  f3;
   const int8_t  f4;
   uint64_t  f5;
   const signed f6 : 21;
   volatile uint32_t  f7;
   const int16_t  f8;
};

union U1 {
   signed f0 : 21;
   uint8_t  f1;
   const uint32_t  f2;
   const volatile uint8_t  f3;
};

union U2 {
   int32_t  f0;
   int16_t  f1;
};


static int32_t g_5 = (-1L);
static union U2 g_28 = {0x8325423BL};
static volatile int32_t * volatile * volatile g_37 = (void*)0;
static uint64_t g_39 = 8UL;
static int32_t *g_41 = &g_5;
static int32_t **g_40 = &g_41;
static uint8_t g_57 = 0xEAL;
static struct S0 g_67 = {0x076B3EC5L,0x66L,2,18446744073709551612UL,7L,0xFF34F21D6FFC8DFBLL,1089,0UL,0x90A0L};
static int16_t *g_81 = &g_28.f1;
static int8_t g_84 = (-1L);
static uint32_t g_85 = 8UL;
static struct S0 g_96[6] = {{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L},{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L},{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L},{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L},{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L},{0x1DA9CD7CL,0x0FL,13,18446744073709551613UL,0xF9L,0xFC8E810CDF1940C8LL,1229,4UL,7L}};
static uint16_t g_130 = 0xD8B8L;
static const uint64_t g_161 = 0xC714A41B78C417BCLL;
static int64_t g_163 = (-3L);
static int32_t ** volatile g_170 = &g_41;
static union U1 g_211 = {-1L};
static struct S0 *g_219 = &g_67;
static struct S0 ** volatile g_218 = &g_219;
static struct S0 ** volatile g_238 = &g_219;
static union U1 g_248 = {0xF3A56081L};
static const int32_t *g_252 = (void*)0;
static const int32_t **g_251 = &g_252;
static int32_t g_253 = 0x93039871L;



static union U1  func_1(void);
static const int32_t ** func_6(int32_t * p_7, uint16_t  p_8, int32_t  p_9, int32_t * p_10);
static int8_t  func_21(int32_t * p_22, int32_t * p_23, union U2  p_24, uint32_t  p_25, int32_t  p_26);
static int32_t * const  func_30(union U2  p_31, const uint16_t  p_32, int32_t ** p_33);
static int32_t  func_44(uint32_t  p_45, uint8_t  p_46, uint32_t  p_47, uint64_t * p_48, int32_t  p_49);




static union U1  func_1(void)
{ 
    int32_t **l_2 = (void*)0;
    int32_t *l_4[3][7][9] = {{{(void*)0,(void*)0,&g_5,(void*)0,(void*)0,&g_5,(void*)0,&g_5,&g_5},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5},{(void*)0,(void*)0,(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,(void*)0,(void*)0,&g_5,(void*)0,&g_5,&g_5},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0},{&g_5,&g_5,&g_5,(void*)0,&g_5,(void*)0,&g_5,&g_5,&g_5}},{{&g_5,&g_5,&g_5,(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5},{&g_5,(void*)0,&g_5,(void*)0,(void*)0,&g_5,(void*)0,(void*)0,&g_5},{&g_5,&g_5,(void*)0,&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5},{(void*)0,&g_5,(void*)0,(void*)0,&g_5,(void*)0,&g_5,&g_5,(void*)0},{&g_5,&g_5,(void*)0,&g_5,(void*)0,&g_5,&g_5,&g_5,(void*)0},{&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5}},{{(void*)0,&g_5,&g_5,(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5},{&g_5,(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,(void*)0,&g_5,&g_5,(void*)0,&g_5,&g_5,(void*)0,(void*)0},{&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5},{(void*)0,&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5,(void*)0,&g_5},{(void*)0,&g_5,&g_5,(void*)0,(void*)0,&g_5,&g_5,(void*)0,(void*)0},{&g_5,(void*)0,&g_5,&g_5,&g_5,(void*)0,&g_5,(void*)0,(void*)0}}};
    int32_t **l_3 = &l_4[0][3][6];
    int32_t *l_27 = &g_5;
    int32_t l_29 = 1L;
    uint32_t l_216 = 4294967295UL;
    int i, j, k;
    (*l_3) = (void*)0;
    g_5 &= 0xEDADE098L;
    g_253 = (((g_251 = func_6((*l_3), (safe_mul_func_int8_t_s_s((((safe_sub_func_int16_t_s_s((g_5 && (safe_sub_func_uint8_t_u_u((safe_add_func_uint8_t_u_u(((safe_mod_func_int8_t_s_s(func_21(l_27, &g_5, g_28, g_5, l_29), g_161)) && (*l_27)), g_67.f4)), 0UL))), 0x4B63L)) > g_84) < l_216), 0xF2L)), g_130, (*l_3))) == &g_252) , (**g_170));
    return g_211;
}



static const int32_t ** func_6(int32_t * p_7, uint16_t  p_8, int32_t  p_9, int32_t * p_10)
{ 
    struct S0 *l_217 = &g_96[1];
    int32_t l_233[4][10] = {{(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L},{(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L},{(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L},{(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L,(-9L),0x87452188L}};
    uint32_t *l_243 = (void*)0;
    const int32_t *l_250 = &g_5;
    const int32_t **l_249 = &l_250;
    int i, j;
lbl_236:
    (*g_218) = l_217;
    for (g_57 = 0; (g_57 > 37); g_57 = safe_add_func_uint32_t_u_u(g_57, 8))
    { 
        int16_t **l_226 = &g_81;
        struct S0 * const l_237 = &g_67;
        int16_t l_246 = (-1L);
        union U1 *l_247 = &g_248;
        for (g_28.f1 = (-30); (g_28.f1 != 3); g_28.f1 = safe_add_func_uint16_t_u_u(g_28.f1, 1))
        { 
            int32_t l_234[7] = {(-1L),(-1L),(-1L),(-1L),(-1L),(-1L),(-1L)};
            uint32_t l_235[10][3][3];
            int i, j, k;
            for (i = 0; i < 10; i++)
            {
                for (j = 0; j < 3; j++)
                {
                    for (k = 0; k < 3; k++)
                        l_235[i][j][k] = 0x4BAEF7A6L;
                }
            }
            (*g_41) = (safe_mul_func_int8_t_s_s(((((l_226 == ((((safe_mod_func_uint32_t_u_u((((safe_sub_func_int8_t_s_s(0x97L, g_96[4].f4)) && (l_233[0][5] = (safe_sub_func_int32_t_s_s(((*g_81) < 0x870EL), 0x0FF72CBDL)))) , l_234[5]), p_9)) > p_9) | l_234[5]) , (void*)0)) != l_234[5]) && p_8) , l_235[9][1][0]), p_8));
            if (g_28.f1)
                goto lbl_236;
            (*g_238) = l_237;
            (*g_41) = 1L;
        }
        (**g_40) = (-1L);
        for (g_39 = 0; (g_39 < 22); g_39 = safe_add_func_uint32_t_u_u(g_39, 1))
        { 
            for (g_85 = 0; (g_85 != 40); ++g_85)
            { 
                (**g_40) &= (l_243 != &g_85);
                if (g_28.f1)
                    goto lbl_236;
            }
            for (g_130 = 0; (g_130 <= 1); g_130++)
            { 
                if (l_246)
                    break;
                l_247 = &g_211;
                (*g_41) |= p_9;
                if ((**g_40))
                    break;
            }
        }
    }
    return g_251;
}



static int8_t  func_21(int32_t * p_22, int32_t * p_23, union U2  p_24, uint32_t  p_25, int32_t  p_26)
{ 
    uint16_t l_36 = 0x1363L;
    uint64_t *l_38 = &g_39;
    int32_t **l_214 = (void*)0;
    int32_t **l_215 = &g_41;
    (*l_215) = func_30(g_28, ((l_36 < ((*l_38) = ((void*)0 == g_37))) , p_24.f1), g_40);
    return g_96[4].f7;
}



static int32_t * const  func_30(union U2  p_31, const uint16_t  p_32, int32_t ** p_33)
{ 
    uint64_t * const l_203 = &g_96[4].f5;
    int32_t * const l_208[7] = {&g_5,&g_5,&g_5,&g_5,&g_5,&g_5,&g_5};
    int16_t **l_213[10] = {&g_81,&g_81,&g_81,&g_81,&g_81,&g_81,&g_81,&g_81,&g_81,&g_81};
    int i;
    for (g_28.f1 = 0; (g_28.f1 == 11); ++g_28.f1)
    { 
        int8_t l_50 = 6L;
        int32_t l_187 = (-1L);
        int32_t l_188 = 0x8346BC9BL;
        int32_t l_189 = 0x6E090A8CL;
        int32_t l_191 = (-1L);
        int32_t l_192 = 0xC778EFA5L;
        uint16_t l_193 = 0UL;
        const int32_t l_204 = (-1L);
        int32_t *l_209[9] = {&l_191,&l_191,&l_187,&l_191,&l_191,&l_187,&l_191,&l_191,&l_187};
        int16_t **l_210 = &g_81;
        int8_t l_212 = 0x7EL;
        int i;
    }
    return l_208[3];
}



static int32_t  func_44(uint32_t  p_45, uint8_t  p_46, uint32_t  p_47, uint64_t * p_48, int32_t  p_49)
{ 
    union U2 l_51 = {0xEE481DB3L};
    int16_t *l_54 = (void*)0;
    int16_t *l_55 = (void*)0;
    int16_t *l_56 = (void*)0;
    int32_t l_61 = 0xE4440DB5L;
    int32_t l_62 = 0xD9F1AA49L;
    int32_t l_63[7] = {0xA3630DD3L,0xA3630DD3L,0x930CB047L,0xA3630DD3L,0xA3630DD3L,0x930CB047L,0xA3630DD3L};
    uint8_t l_93[8] = {0xDDL,0xE0L,0xE0L,0xDDL,0xE0L,0xE0L,0xDDL,0xE0L};
    int32_t *l_105 = (void*)0;
    int32_t *l_106 = (void*)0;
    int32_t *l_107 = &l_61;
    int32_t *l_108 = &g_5;
    int32_t *l_109[6][9][4] = {{{&l_63[5],&l_61,&l_63[5],&l_63[0]},{&l_63[2],&l_61,&l_63[2],&l_61},{&g_5,&l_63[4],&l_63[2],&g_5},{&l_63[2],(void*)0,&l_63[5],(void*)0},{&l_63[5],&g_5,&l_63[2],&l_63[4]},{&l_63[2],&l_63[4],&l_62,&l_63[2]},{&l_61,&l_63[5],&g_5,&g_5},{&l_62,&l_62,(void*)0,&g_5},{&g_5,&l_62,&l_63[5],&l_63[3]}},{{(void*)0,&g_5,&g_5,(void*)0},{&g_5,(void*)0,&l_62,&l_63[5]},{&l_61,&g_5,&l_63[0],&g_5},{&g_5,&l_63[2],(void*)0,&g_5},{(void*)0,&g_5,(void*)0,&l_63[5]},{&l_62,(void*)0,&g_5,(void*)0},{&l_63[5],&g_5,&l_62,&l_63[3]},{&g_5,&l_62,(void*)0,&g_5},{&l_63[2],&l_62,(void*)0,&g_5}},{{&g_5,&l_63[5],&g_5,&l_63[2]},{&g_5,&l_63[4],&g_5,&l_63[4]},{&l_61,&g_5,&l_63[4],(void*)0},{(void*)0,(void*)0,&l_63[3],&g_5},{(void*)0,&l_63[4],(void*)0,&l_61},{(void*)0,&l_61,&l_63[3],&l_63[0]},{(void*)0,&l_61,&l_63[4],&l_61},{&l_61,&l_63[3],&g_5,&l_63[2]},{&g_5,&g_5,&g_5,&l_61}},{{&g_5,&g_5,(void*)0,&l_61},{&l_63[2],&g_5,(void*)0,(void*)0},{&g_5,&l_63[0],&l_62,&l_62},{&l_63[5],&l_63[5],&g_5,&l_61},{&l_62,&l_63[2],(void*)0,(void*)0},{(void*)0,&l_61,(void*)0,(void*)0},{&g_5,&l_61,&l_63[0],(void*)0},{&l_61,&l_63[2],&l_62,&l_61},{&g_5,&l_63[5],&g_5,&l_62}},{{(void*)0,&l_63[2],&l_61,&g_5},{&l_62,&l_63[2],&g_5,&l_63[4]},{&l_62,&g_5,(void*)0,(void*)0},{(void*)0,(void*)0,&l_63[5],&g_5},{&l_61,&l_63[5],&l_61,&l_62},{&l_61,&l_63[2],&g_5,&l_63[2]},{&g_5,(void*)0,&l_62,&l_63[2]},{(void*)0,&l_63[4],&l_62,&g_5},{&g_5,(void*)0,&g_5,&g_5}},{{&l_61,&g_5,&l_61,&l_61},{&l_61,&l_61,&l_63[5],&l_62},{(void*)0,&l_61,(void*)0,&g_5},{&l_62,&l_61,&g_5,(void*)0},{&l_62,&l_62,&l_61,&l_63[5]},{(void*)0,(void*)0,(void*)0,(void*)0},{(void*)0,&l_63[2],&l_61,&l_61},{&l_61,&g_5,&l_63[2],(void*)0},{(void*)0,&l_61,&l_62,(void*)0}}};
    uint64_t l_110 = 0xD4602054360E2682LL;
    uint32_t *l_113[9] = {(void*)0,&g_85,(void*)0,&g_85,(void*)0,&g_85,(void*)0,&g_85,(void*)0};
    uint16_t l_133 = 1UL;
    uint32_t l_151 = 0xF7B83498L;
    int i, j, k;
    if (((((l_51 = l_51) , p_47) | (((((safe_mul_func_int16_t_s_s((g_57 = 0x2010L), 1UL)) != 0x7B6EL) , p_47) > g_5) > (*p_48))) && 0x562E43232AF72DA6LL))
    { 
        uint32_t l_64 = 18446744073709551609UL;
        int16_t *l_82 = &l_51.f1;
        uint32_t l_86[2];
        int i;
        for (i = 0; i < 2; i++)
            l_86[i] = 1UL;
        if ((*g_41))
        { 
            int32_t *l_58 = &g_5;
            int32_t *l_59 = &g_5;
            int32_t *l_60[8][5][6] = {{{(void*)0,&g_5,&g_5,&g_5,&g_5,(void*)0},{(void*)0,&g_5,&g_5,&g_5,(void*)0,&g_5},{&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5},{&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5},{(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5}},{{(void*)0,(void*)0,&g_5,(void*)0,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,(void*)0,&g_5},{&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5},{(void*)0,&g_5,&g_5,(void*)0,&g_5,&g_5}},{{&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,(void*)0,&g_5,(void*)0},{(void*)0,&g_5,&g_5,&g_5,&g_5,(void*)0},{(void*)0,&g_5,&g_5,&g_5,(void*)0,&g_5}},{{&g_5,&g_5,&g_5,(void*)0,&g_5,&g_5},{&g_5,&g_5,(void*)0,&g_5,&g_5,&g_5},{(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5},{(void*)0,(void*)0,&g_5,&g_5,&g_5,&g_5},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5}},{{&g_5,(void*)0,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,(void*)0,(void*)0,(void*)0},{(void*)0,(void*)0,(void*)0,(void*)0,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5}},{{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,(void*)0,&g_5,&g_5,(void*)0,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{(void*)0,(void*)0,&g_5,&g_5,&g_5,(void*)0},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5}},{{&g_5,&g_5,(void*)0,&g_5,&g_5,(void*)0},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,(void*)0,&g_5,&g_5,&g_5,&g_5},{&g_5,&g_5,&g_5,(void*)0,(void*)0,(void*)0}},{{(void*)0,(void*)0,(void*)0,(void*)0,&g_5,&g_5},{&g_5,&g_5,&g_5,&g_5,&g_5,(void*)0},{&g_5,&g_5,&g_5,&g_5,&g_5,&g_5},{(void*)0,&g_5,&g_5,&g_5,&g_5,&g_5},{&g_5,(void*)0,&g_5,&g_5,(void*)0,&g_5}}};
            int i, j, k;
            l_64--;
            l_61 = 0L;
            (*g_40) = &l_61;
        }
        else
        { 
            const int16_t *l_78[4] = {&g_67.f8,&g_67.f8,&g_67.f8,&g_67.f8};
            const int16_t **l_77 = &l_78[1];
            const int16_t *l_80 = &g_67.f8;
            const int16_t **l_79 = &l_80;
            int32_t *l_83[4][7][2] = {{{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0}},{{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0}},{{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0}},{{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0},{(void*)0,(void*)0}}};
            int i, j, k;
            if (((g_67 , ((((safe_mod_func_uint8_t_u_u(((safe_div_func_uint32_t_u_u(l_64, (safe_mod_func_uint64_t_u_u((+(safe_div_func_int32_t_s_s((g_85 = (g_84 = ((**g_40) = (((*l_79) = ((*l_77) = l_56)) != (l_82 = g_81))))), 0x47E38923L))), l_61)))) | g_67.f6), 0x48L)) && g_67.f7) > 0xEFL) > 65535UL)) <= l_64))
            { 
                return p_45;
            }
            else
            { 
                --l_86[1];
                return (*g_41);
            }
        }
        (**g_40) = (**g_40);
    }
    else
    { 
        int32_t *l_104 = &l_63[6];
lbl_95:
        (*g_41) = (((safe_lshift_func_int8_t_s_s(0x41L, (0xF6L || ((safe_add_func_uint16_t_u_u((l_93[2] & g_67.f4), (*g_81))) < l_93[2])))) , p_49) & 7UL);
        for (g_67.f5 = 0; (g_67.f5 <= 7); g_67.f5 += 1)
        { 
            uint32_t l_94 = 1UL;
            int32_t l_103 = 1L;
            int i;
            if (l_94)
                break;
            if (g_39)
                goto lbl_95;
            (**g_40) &= ((g_96[4] , (safe_mod_func_uint8_t_u_u(g_96[4].f1, (safe_lshift_func_uint16_t_u_s(0x1400L, (((l_93[g_67.f5] = ((safe_sub_func_uint32_t_u_u((l_103 &= ((((((*g_81) & p_46) & (*g_81)) , (void*)0) != l_56) >= p_49)), (-8L))) != l_94)) && 1L) , p_45)))))) & l_51.f0);
        }
        (*g_40) = l_104;
        l_61 |= (l_62 = (**g_40));
    }
    ++l_110;
    if (((*l_108) = ((g_67.f2 = 0xFA0514B5L) >= (0L < (0x62417AC5C07F419FLL && (safe_mul_func_int8_t_s_s((safe_div_func_int8_t_s_s((((0x3EL != (*l_108)) || 0x9A48L) | (*l_107)), g_5)), g_39)))))))
    { 
        const uint64_t l_120 = 0x62ADE66CDFB547BDLL;
        int32_t l_150 = 1L;
        for (l_51.f0 = 0; (l_51.f0 != (-24)); l_51.f0 = safe_sub_func_uint16_t_u_u(l_51.f0, 6))
        { 
            int16_t l_137 = 2L;
            if (l_120)
            { 
                int8_t l_127 = 0x47L;
                uint16_t *l_128 = (void*)0;
                uint16_t *l_129[1];
                int32_t l_131 = 0x61D20EA3L;
                int32_t l_132 = 0xF0A5B3A4L;
                int i;
                for (i = 0; i < 1; i++)
                    l_129[i] = &g_130;
                (*l_108) |= (0xE8D7L ^ (l_132 &= ((safe_mod_func_int8_t_s_s((-6L), 0x47L)) > ((l_131 = (safe_mod_func_int64_t_s_s((0x764A2DA50C6050D3LL && l_127), 0x1779622336EAB1F2LL))) == g_67.f4))));
            }
            else
            { 
                int32_t l_136 = (-1L);
                uint32_t l_138 = 5UL;
                l_133--;
                (**g_40) &= (0xFBD44C09L ^ l_136);
                l_138++;
            }
        }
        for (g_5 = (-22); (g_5 > 6); g_5 = safe_add_func_int16_t_s_s(g_5, 3))
        { 
            uint16_t *l_143 = &g_130;
            int32_t l_149 = 1L;
            if (((void*)0 == l_143))
            { 
                return p_47;
            }
            else
            { 
                (*l_107) = ((safe_rshift_func_uint8_t_u_u(((safe_mul_func_uint8_t_u_u(p_45, (~l_149))) & (g_96[4].f3 == 0xE6F63E18B63CE86BLL)), 6)) <= p_45);
                ++l_151;
            }
        }
    }
    else
    { 
        uint16_t *l_158 = &l_133;
        uint32_t *l_167 = &l_151;
        for (l_110 = (-3); (l_110 < 15); l_110 = safe_add_func_uint32_t_u_u(l_110, 2))
        { 
            uint32_t l_164[5][5] = {{18446744073709551606UL,0xFD67A201L,18446744073709551606UL,0xFD67A201L,0xFD67A201L},{0x0F04E7F9L,0x70B70258L,0x0F04E7F9L,0x0F04E7F9L,0x70B70258L},{0xFD67A201L,18446744073709551615UL,18446744073709551615UL,0xFD67A201L,18446744073709551615UL},{0x70B70258L,0x70B70258L,0UL,0x70B70258L,0x70B70258L},{18446744073709551615UL,0xFD67A201L,18446744073709551615UL,18446744073709551615UL,0xFD67A201L}};
            int32_t * const l_168 = &l_62;
            int i, j;
            for (g_67.f5 = 0; (g_67.f5 <= 6); g_67.f5 += 1)
            { 
                const uint64_t *l_160 = &g_161;
                const uint64_t **l_159 = &l_160;
                int64_t *l_162 = &g_163;
                int i;
                l_63[g_67.f5] = (((*l_162) = (((g_130 ^= l_63[g_67.f5]) | (safe_mul_func_int16_t_s_s((g_81 != l_158), ((*l_158) = ((((*l_159) = &g_39) == &l_110) | p_47))))) == g_96[4].f4)) | p_49);
                if ((**g_40))
                    continue;
                return l_164[2][0];
            }
            for (p_47 = 0; (p_47 <= 22); p_47 = safe_add_func_uint64_t_u_u(p_47, 8))
            { 
                int32_t **l_169[5];
                int i;
                for (i = 0; i < 5; i++)
                    l_169[i] = &l_108;
                (*l_107) ^= 1L;
                (*g_170) = ((((l_167 != (void*)0) , (&p_47 == &g_85)) == p_47) , l_168);
            }
            return p_46;
        }
        return p_47;
    }
    (*g_41) = (safe_mod_func_uint8_t_u_u((g_96[4].f1 ^ (g_57 >= (safe_rshift_func_int8_t_s_u(((safe_mod_func_uint32_t_u_u(4294967292UL, p_45)) > 0x2EL), g_67.f6)))), g_28.f1));
    return (*l_108);
}





int main (void)
{
    int i;
    int print_hash_value = 0;
    platform_main_begin();
    crc32_gentab();
    func_1();
    transparent_crc(g_5, "g_5", print_hash_value);
    transparent_crc(g_28.f1, "g_28.f1", print_hash_value);
    transparent_crc(g_39, "g_39", print_hash_value);
    transparent_crc(g_57, "g_57", print_hash_value);
    transparent_crc(g_67.f0, "g_67.f0", print_hash_value);
    transparent_crc(g_67.f1, "g_67.f1", print_hash_value);
    transparent_crc(g_67.f2, "g_67.f2", print_hash_value);
    transparent_crc(g_67.f3, "g_67.f3", print_hash_value);
    transparent_crc(g_67.f4, "g_67.f4", print_hash_value);
    transparent_crc(g_67.f5, "g_67.f5", print_hash_value);
    transparent_crc(g_67.f6, "g_67.f6", print_hash_value);
    transparent_crc(g_67.f7, "g_67.f7", print_hash_value);
    transparent_crc(g_67.f8, "g_67.f8", print_hash_value);
    transparent_crc(g_84, "g_84", print_hash_value);
    transparent_crc(g_85, "g_85", print_hash_value);
    for (i = 0; i < 6; i++)
    {
        transparent_crc(g_96[i].f0, "g_96[i].f0", print_hash_value);
        transparent_crc(g_96[i].f1, "g_96[i].f1", print_hash_value);
        transparent_crc(g_96[i].f2, "g_96[i].f2", print_hash_value);
        transparent_crc(g_96[i].f3, "g_96[i].f3", print_hash_value);
        transparent_crc(g_96[i].f4, "g_96[i].f4", print_hash_value);
        transparent_crc(g_96[i].f5, "g_96[i].f5", print_hash_value);
        transparent_crc(g_96[i].f6, "g_96[i].f6", print_hash_value);
        transparent_crc(g_96[i].f7, "g_96[i].f7", print_hash_value);
        transparent_crc(g_96[i].f8, "g_96[i].f8", print_hash_value);
        if (print_hash_value) printf("index = [%d]\n", i);

    }
    transparent_crc(g_130, "g_130", print_hash_value);
    transparent_crc(g_161, "g_161", print_hash_value);
    transparent_crc(g_163, "g_163", print_hash_value);
    transparent_crc(g_211.f0, "g_211.f0", print_hash_value);
    transparent_crc(g_248.f0, "g_248.f0", print_hash_value);
    transparent_crc(g_253, "g_253", print_hash_value);
    platform_main_end(crc32_context ^ 0xFFFFFFFFUL, print_hash_value);
    return 0;
}
