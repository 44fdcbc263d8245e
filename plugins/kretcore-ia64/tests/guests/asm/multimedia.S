// Written by generate.py.
#include "check.h"

        start
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        padd1 r10 = r8, r9
        ;;
        expect  1, r10, 0xffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        padd1 r10 = r8, r9
        ;;
        expect  1, r10, 0x100000000000080
        movl    r8 = 0x766bad0734c2da80
        movl    r9 = 0x7dc59a3ad035d259
        ;;
        padd1 r10 = r8, r9
        ;;
        expect  1, r10, 0xf330474104f7acd9
        movl    r8 = 0x470b9805d2d6b877
        movl    r9 = 0xcf84b683a749f9c5
        ;;
        padd1 r10 = r8, r9
        ;;
        expect  1, r10, 0x168f4e88791fb13c
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        padd1.uuu r10 = r8, r9
        ;;
        expect  2, r10, 0xffffffffffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        padd1.uuu r10 = r8, r9
        ;;
        expect  2, r10, 0x81007fff7f80ff80
        movl    r8 = 0x3fffc830137a9777
        movl    r9 = 0xf3ebcf12f3d06f86
        ;;
        padd1.uuu r10 = r8, r9
        ;;
        expect  2, r10, 0xffffff42fffffffd
        movl    r8 = 0xff1e5befbedc25e6
        movl    r9 = 0xb680c1c5c74e45e
        ;;
        padd1.uuu r10 = r8, r9
        ;;
        expect  2, r10, 0xff8667ffffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        padd1.uus r10 = r8, r9
        ;;
        expect  3, r10, 0xfefefefe
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        padd1.uus r10 = r8, r9
        ;;
        expect  3, r10, 0x80007fff7e7ffe00
        movl    r8 = 0x489b340f6bd7f503
        movl    r9 = 0xacca7f0dd3ac535f
        ;;
        padd1.uus r10 = r8, r9
        ;;
        expect  3, r10, 0x65b31c3e83ff62
        movl    r8 = 0x74f2e2ed432779ee
        movl    r9 = 0xaf949e5e2cb7362c
        ;;
        padd1.uus r10 = r8, r9
        ;;
        expect  3, r10, 0x238680ff6f00afff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        padd1.sss r10 = r8, r9
        ;;
        expect  4, r10, 0xffffffff7f80fe01
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x100000000000080
        ;;
        padd1.sss r10 = r8, r9
        ;;
        expect  4, r10, 0xffffffffffff80
        movl    r8 = 0xdc2c2e2cc49104d0
        movl    r9 = 0x3d4806c2fb7f6f5d
        ;;
        padd1.sss r10 = r8, r9
        ;;
        expect  4, r10, 0x197434eebf10732d
        movl    r8 = 0x708cc1b6f829d29f
        movl    r9 = 0x600fecc19d02fc90
        ;;
        padd1.sss r10 = r8, r9
        ;;
        expect  4, r10, 0x7f9bad80952bce80
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        psub1 r10 = r8, r9
        ;;
        expect  5, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        psub1 r10 = r8, r9
        ;;
        expect  5, r10, 0x8101010101010101
        movl    r8 = 0xf0e5865031e875ba
        movl    r9 = 0x4d88450fe8dac663
        ;;
        psub1 r10 = r8, r9
        ;;
        expect  5, r10, 0xa35d4141490eaf57
        movl    r8 = 0x5dbbb7ce894deab4
        movl    r9 = 0xe5f0307ec5a56d7e
        ;;
        psub1 r10 = r8, r9
        ;;
        expect  5, r10, 0x78cb8750c4a87d36
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        psub1.uuu r10 = r8, r9
        ;;
        expect  6, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        psub1.uuu r10 = r8, r9
        ;;
        expect  6, r10, 0x100000000000000
        movl    r8 = 0x10a37558785036de
        movl    r9 = 0x95a4d257a7298c66
        ;;
        psub1.uuu r10 = r8, r9
        ;;
        expect  6, r10, 0x100270078
        movl    r8 = 0xd814d575531ec56c
        movl    r9 = 0x280b11fd807da245
        ;;
        psub1.uuu r10 = r8, r9
        ;;
        expect  6, r10, 0xb009c40000002327
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        psub1.uus r10 = r8, r9
        ;;
        expect  7, r10, 0x8000000001010101
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        psub1.uus r10 = r8, r9
        ;;
        expect  7, r10, 0x8000000000000000
        movl    r8 = 0x7f21682208208d09
        movl    r9 = 0xd167533a4d1919a0
        ;;
        psub1.uus r10 = r8, r9
        ;;
        expect  7, r10, 0xae00150000077469
        movl    r8 = 0xa86b8a6e9b4f32af
        movl    r9 = 0x889263ce1270dee2
        ;;
        psub1.uus r10 = r8, r9
        ;;
        expect  7, r10, 0xffd927a0890054cd
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        psub1.sss r10 = r8, r9
        ;;
        expect  8, r10, 0x101010101010102
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        psub1.sss r10 = r8, r9
        ;;
        expect  8, r10, 0x7f008101807f00ff
        movl    r8 = 0x99ef1857e9b7ea61
        movl    r9 = 0x1ce80b12265039f6
        ;;
        psub1.sss r10 = r8, r9
        ;;
        expect  8, r10, 0x80070d45c380b16b
        movl    r8 = 0xc6880007f6bb5ea1
        movl    r9 = 0x18bb28e9c5ec6148
        ;;
        psub1.sss r10 = r8, r9
        ;;
        expect  8, r10, 0xaecdd81e31cffd80
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        pcmp1.eq r10 = r8, r9
        ;;
        expect  9, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pcmp1.eq r10 = r8, r9
        ;;
        expect  9, r10, 0xffff0000000000ff
        movl    r8 = 0xf871cfde6ee84270
        movl    r9 = 0x7213516d6a013380
        ;;
        pcmp1.eq r10 = r8, r9
        ;;
        expect  9, r10, 0x0
        movl    r8 = 0xae4839a13ed7e666
        movl    r9 = 0x24bd48204652f62d
        ;;
        pcmp1.eq r10 = r8, r9
        ;;
        expect  9, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        pcmp1.gt r10 = r8, r9
        ;;
        expect  10, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pcmp1.gt r10 = r8, r9
        ;;
        expect  10, r10, 0xff000000000000ff
        movl    r8 = 0x2a395d334d753ac1
        movl    r9 = 0xa612d49ea911655e
        ;;
        pcmp1.gt r10 = r8, r9
        ;;
        expect  10, r10, 0xffffffffffff0000
        movl    r8 = 0xd230b46cf16a1e3f
        movl    r9 = 0xc70afc922c9f7296
        ;;
        pcmp1.gt r10 = r8, r9
        ;;
        expect  10, r10, 0xffff00ff00ff00ff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x100000000000080
        ;;
        unpack1.l r10 = r8, r9
        ;;
        expect  11, r10, 0xff00ff00ff00ff80
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        unpack1.l r10 = r8, r9
        ;;
        expect  11, r10, 0x7f7f8080ffff0000
        movl    r8 = 0x394227456f4930c8
        movl    r9 = 0x8b7b537801483de2
        ;;
        unpack1.l r10 = r8, r9
        ;;
        expect  11, r10, 0x6f014948303dc8e2
        movl    r8 = 0xb2e2669b66b3284
        movl    r9 = 0xe59cf78f54e77cdb
        ;;
        unpack1.l r10 = r8, r9
        ;;
        expect  11, r10, 0xb6546be7327c84db
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x8000000000000000
        ;;
        unpack1.h r10 = r8, r9
        ;;
        expect  12, r10, 0x808000007f00ff00
        movl    r8 = 0x1
        movl    r9 = 0x7fff800000ffff01
        ;;
        unpack1.h r10 = r8, r9
        ;;
        expect  12, r10, 0x7f00ff00800000
        movl    r8 = 0x67a07b5472b3cb0b
        movl    r9 = 0x2881e5319535971c
        ;;
        unpack1.h r10 = r8, r9
        ;;
        expect  12, r10, 0x6728a0817be55431
        movl    r8 = 0xebadc12863fd817f
        movl    r9 = 0x7eea2531de9a896f
        ;;
        unpack1.h r10 = r8, r9
        ;;
        expect  12, r10, 0xeb7eadeac1252831
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x7fff800000ffff01
        ;;
        mix1.r r10 = r8, r9
        ;;
        expect  13, r10, 0xff000000ff0001
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        mix1.r r10 = r8, r9
        ;;
        expect  13, r10, 0x8080
        movl    r8 = 0x2a933ad31011eeb4
        movl    r9 = 0xac9e90327d486895
        ;;
        mix1.r r10 = r8, r9
        ;;
        expect  13, r10, 0x939ed3321148b495
        movl    r8 = 0xe5e290be762103b4
        movl    r9 = 0x22c1347566b072b9
        ;;
        mix1.r r10 = r8, r9
        ;;
        expect  13, r10, 0xe2c1be7521b0b4b9
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mix1.l r10 = r8, r9
        ;;
        expect  14, r10, 0x80007fff7fffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        mix1.l r10 = r8, r9
        ;;
        expect  14, r10, 0x10000ff00ff00
        movl    r8 = 0x2a71a2adb3a63fa3
        movl    r9 = 0x70fc1afc8f0846a2
        ;;
        mix1.l r10 = r8, r9
        ;;
        expect  14, r10, 0x2a70a21ab38f3f46
        movl    r8 = 0xf7fb4b49194135a4
        movl    r9 = 0x6a48d2aff956ec0b
        ;;
        mix1.l r10 = r8, r9
        ;;
        expect  14, r10, 0xf76a4bd219f935ec
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        padd2 r10 = r8, r9
        ;;
        expect  15, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        padd2 r10 = r8, r9
        ;;
        expect  15, r10, 0x100000000000081
        movl    r8 = 0x5981dfa30cf25923
        movl    r9 = 0x26ea42ec17be082f
        ;;
        padd2 r10 = r8, r9
        ;;
        expect  15, r10, 0x806b228f24b06152
        movl    r8 = 0x9bb4752d1bd775c5
        movl    r9 = 0xd55d1ce7743e7a34
        ;;
        padd2 r10 = r8, r9
        ;;
        expect  15, r10, 0x711192149015eff9
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        padd2.uuu r10 = r8, r9
        ;;
        expect  16, r10, 0xffffffffffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        padd2.uuu r10 = r8, r9
        ;;
        expect  16, r10, 0x1000000ffffffff
        movl    r8 = 0x8048e341c64c47e7
        movl    r9 = 0x72745307ec325eec
        ;;
        padd2.uuu r10 = r8, r9
        ;;
        expect  16, r10, 0xf2bcffffffffa6d3
        movl    r8 = 0xb9e93d5257dde0ef
        movl    r9 = 0xe5df7f0a4255ca4f
        ;;
        padd2.uuu r10 = r8, r9
        ;;
        expect  16, r10, 0xffffbc5c9a32ffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        padd2.uus r10 = r8, r9
        ;;
        expect  17, r10, 0x10000000000007f
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffffffffffff
        ;;
        padd2.uus r10 = r8, r9
        ;;
        expect  17, r10, 0x7fff7ffe7f7ffeff
        movl    r8 = 0x3cc279b3bd59213e
        movl    r9 = 0x9e7e1fc352b42eff
        ;;
        padd2.uus r10 = r8, r9
        ;;
        expect  17, r10, 0x9976ffff503d
        movl    r8 = 0xafe08a13086c1b78
        movl    r9 = 0xa48172af32116b79
        ;;
        padd2.uus r10 = r8, r9
        ;;
        expect  17, r10, 0x5461fcc23a7d86f1
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        padd2.sss r10 = r8, r9
        ;;
        expect  18, r10, 0x100000000000080
        movl    r8 = 0x1
        movl    r9 = 0x7fff800000ffff01
        ;;
        padd2.sss r10 = r8, r9
        ;;
        expect  18, r10, 0x7fff800000ffff02
        movl    r8 = 0xd9e934096f738904
        movl    r9 = 0x3f1d47bedbdd4dd9
        ;;
        padd2.sss r10 = r8, r9
        ;;
        expect  18, r10, 0x19067bc74b50d6dd
        movl    r8 = 0x4a104e66b7debb9b
        movl    r9 = 0x16cbc21ce380a176
        ;;
        padd2.sss r10 = r8, r9
        ;;
        expect  18, r10, 0x60db10829b5e8000
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        psub2 r10 = r8, r9
        ;;
        expect  19, r10, 0xffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        psub2 r10 = r8, r9
        ;;
        expect  19, r10, 0x800080010100ff02
        movl    r8 = 0x7a3209feab8534c1
        movl    r9 = 0x5c697a2a242a809b
        ;;
        psub2 r10 = r8, r9
        ;;
        expect  19, r10, 0x1dc98fd4875bb426
        movl    r8 = 0x66924e3f985a9ef0
        movl    r9 = 0xc96efdc4eb6992d5
        ;;
        psub2 r10 = r8, r9
        ;;
        expect  19, r10, 0x9d24507bacf10c1b
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        psub2.uuu r10 = r8, r9
        ;;
        expect  20, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        psub2.uuu r10 = r8, r9
        ;;
        expect  20, r10, 0xfffffffffffffffe
        movl    r8 = 0x31d4ff08976ad220
        movl    r9 = 0x352c006f6d3f408b
        ;;
        psub2.uuu r10 = r8, r9
        ;;
        expect  20, r10, 0xfe992a2b9195
        movl    r8 = 0x18938447fc7c6d0a
        movl    r9 = 0xffec35feaf334e15
        ;;
        psub2.uuu r10 = r8, r9
        ;;
        expect  20, r10, 0x4e494d491ef5
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        psub2.uus r10 = r8, r9
        ;;
        expect  21, r10, 0x7eff800000fffe81
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        psub2.uus r10 = r8, r9
        ;;
        expect  21, r10, 0xffffff7f
        movl    r8 = 0xbe5265f3aa00b595
        movl    r9 = 0x3560b13c8e368ce0
        ;;
        psub2.uus r10 = r8, r9
        ;;
        expect  21, r10, 0x88f2b4b7ffffffff
        movl    r8 = 0x98f7c41c44115b04
        movl    r9 = 0x1dad6c285d447060
        ;;
        psub2.uus r10 = r8, r9
        ;;
        expect  21, r10, 0x7b4a57f400000000
        movl    r8 = 0x0
        movl    r9 = 0x8000000000000000
        ;;
        psub2.sss r10 = r8, r9
        ;;
        expect  22, r10, 0x7fff000000000000
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffff
        ;;
        psub2.sss r10 = r8, r9
        ;;
        expect  22, r10, 0x0
        movl    r8 = 0x61c0705fdffb54ce
        movl    r9 = 0xcfe6bc54df0ff886
        ;;
        psub2.sss r10 = r8, r9
        ;;
        expect  22, r10, 0x7fff7fff00ec5c48
        movl    r8 = 0x3322358ca6faba7b
        movl    r9 = 0xc5b3e01b11f6d600
        ;;
        psub2.sss r10 = r8, r9
        ;;
        expect  22, r10, 0x6d6f55719504e47b
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pcmp2.eq r10 = r8, r9
        ;;
        expect  23, r10, 0xffffffff00000000
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pcmp2.eq r10 = r8, r9
        ;;
        expect  23, r10, 0x0
        movl    r8 = 0x5c37849a4133e4d7
        movl    r9 = 0x6c967b0e74f5add5
        ;;
        pcmp2.eq r10 = r8, r9
        ;;
        expect  23, r10, 0x0
        movl    r8 = 0x319115d0c2680192
        movl    r9 = 0xbfdbb3bea0fbc247
        ;;
        pcmp2.eq r10 = r8, r9
        ;;
        expect  23, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pcmp2.gt r10 = r8, r9
        ;;
        expect  24, r10, 0xffff0000ffff0000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pcmp2.gt r10 = r8, r9
        ;;
        expect  24, r10, 0xffff0000ffff0000
        movl    r8 = 0xe875116081ed75e7
        movl    r9 = 0x67913217437cbc41
        ;;
        pcmp2.gt r10 = r8, r9
        ;;
        expect  24, r10, 0xffff
        movl    r8 = 0xa3b633ab710fb10e
        movl    r9 = 0x5956b39d576e3d4f
        ;;
        pcmp2.gt r10 = r8, r9
        ;;
        expect  24, r10, 0xffffffff0000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        unpack2.l r10 = r8, r9
        ;;
        expect  25, r10, 0xff0000ff010080
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        unpack2.l r10 = r8, r9
        ;;
        expect  25, r10, 0x800080
        movl    r8 = 0x7adb78cc9651ee65
        movl    r9 = 0xb08c2968157db5f7
        ;;
        unpack2.l r10 = r8, r9
        ;;
        expect  25, r10, 0x9651157dee65b5f7
        movl    r8 = 0xb847f03e8a30cc31
        movl    r9 = 0xcd14b0eb5df4e921
        ;;
        unpack2.l r10 = r8, r9
        ;;
        expect  25, r10, 0x8a305df4cc31e921
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        unpack2.h r10 = r8, r9
        ;;
        expect  26, r10, 0xffff0000ffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        unpack2.h r10 = r8, r9
        ;;
        expect  26, r10, 0x0
        movl    r8 = 0xd8e7c5149874ec7b
        movl    r9 = 0xd6220b4fbbc9df37
        ;;
        unpack2.h r10 = r8, r9
        ;;
        expect  26, r10, 0xd8e7d622c5140b4f
        movl    r8 = 0x42d67894e6168c8
        movl    r9 = 0x53e1e6bc977e66b1
        ;;
        unpack2.h r10 = r8, r9
        ;;
        expect  26, r10, 0x42d53e16789e6bc
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        mix2.r r10 = r8, r9
        ;;
        expect  27, r10, 0x7fff0000ff000001
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mix2.r r10 = r8, r9
        ;;
        expect  27, r10, 0x7fffffffff00
        movl    r8 = 0x9b11d383484641f5
        movl    r9 = 0x3da82c982fb5a758
        ;;
        mix2.r r10 = r8, r9
        ;;
        expect  27, r10, 0xd3832c9841f5a758
        movl    r8 = 0x4ec6f18b2b24ced4
        movl    r9 = 0x8e5d003b186f9f6b
        ;;
        mix2.r r10 = r8, r9
        ;;
        expect  27, r10, 0xf18b003bced49f6b
        movl    r8 = 0x0
        movl    r9 = 0x8000000000000000
        ;;
        mix2.l r10 = r8, r9
        ;;
        expect  28, r10, 0x800000000000
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        mix2.l r10 = r8, r9
        ;;
        expect  28, r10, 0xffff
        movl    r8 = 0x91ccaecf31150918
        movl    r9 = 0xfbdf8f979267acb5
        ;;
        mix2.l r10 = r8, r9
        ;;
        expect  28, r10, 0x91ccfbdf31159267
        movl    r8 = 0xea37dc207076cba6
        movl    r9 = 0xcdf7329af9907c4b
        ;;
        mix2.l r10 = r8, r9
        ;;
        expect  28, r10, 0xea37cdf77076f990
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        padd4 r10 = r8, r9
        ;;
        expect  29, r10, 0xffffffff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        padd4 r10 = r8, r9
        ;;
        expect  29, r10, 0x7fff7f80ff00
        movl    r8 = 0xe356529cd9157bee
        movl    r9 = 0x30d754f193017690
        ;;
        padd4 r10 = r8, r9
        ;;
        expect  29, r10, 0x142da78d6c16f27e
        movl    r8 = 0xeec1527485d77c9a
        movl    r9 = 0x9066fd97cf4ff150
        ;;
        padd4 r10 = r8, r9
        ;;
        expect  29, r10, 0x7f28500b55276dea
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        psub4 r10 = r8, r9
        ;;
        expect  30, r10, 0x80007fff7f80ff00
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        psub4 r10 = r8, r9
        ;;
        expect  30, r10, 0x0
        movl    r8 = 0x5daffa1590af95fe
        movl    r9 = 0xef677106dc17ae6e
        ;;
        psub4 r10 = r8, r9
        ;;
        expect  30, r10, 0x6e48890fb497e790
        movl    r8 = 0x531670d865a3a495
        movl    r9 = 0xa36b6de499e58ba2
        ;;
        psub4 r10 = r8, r9
        ;;
        expect  30, r10, 0xafab02f4cbbe18f3
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        pcmp4.eq r10 = r8, r9
        ;;
        expect  31, r10, 0xffffffffffffffff
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pcmp4.eq r10 = r8, r9
        ;;
        expect  31, r10, 0x0
        movl    r8 = 0x2a0e1591fff5618b
        movl    r9 = 0xb910bc7f07f8b526
        ;;
        pcmp4.eq r10 = r8, r9
        ;;
        expect  31, r10, 0x0
        movl    r8 = 0x89650909ebc57f77
        movl    r9 = 0xce33445982d8a544
        ;;
        pcmp4.eq r10 = r8, r9
        ;;
        expect  31, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        pcmp4.gt r10 = r8, r9
        ;;
        expect  32, r10, 0xffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        pcmp4.gt r10 = r8, r9
        ;;
        expect  32, r10, 0x0
        movl    r8 = 0xe1832ab693f09032
        movl    r9 = 0xf45ad6e5902a9db
        ;;
        pcmp4.gt r10 = r8, r9
        ;;
        expect  32, r10, 0x0
        movl    r8 = 0xec8999ed2540137b
        movl    r9 = 0x71dabeacdd959036
        ;;
        pcmp4.gt r10 = r8, r9
        ;;
        expect  32, r10, 0xffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        unpack4.l r10 = r8, r9
        ;;
        expect  33, r10, 0x8000000080
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        unpack4.l r10 = r8, r9
        ;;
        expect  33, r10, 0x80ffffffff
        movl    r8 = 0xd2fcb96e5a91b155
        movl    r9 = 0xd28288ff6c6fb485
        ;;
        unpack4.l r10 = r8, r9
        ;;
        expect  33, r10, 0x5a91b1556c6fb485
        movl    r8 = 0x57e5a485d32faef3
        movl    r9 = 0x8f0bfb91f4a55a2f
        ;;
        unpack4.l r10 = r8, r9
        ;;
        expect  33, r10, 0xd32faef3f4a55a2f
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        unpack4.h r10 = r8, r9
        ;;
        expect  34, r10, 0x100000000000000
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x1
        ;;
        unpack4.h r10 = r8, r9
        ;;
        expect  34, r10, 0x8000000000000000
        movl    r8 = 0xa422af666ed26006
        movl    r9 = 0xa9580be270e1922
        ;;
        unpack4.h r10 = r8, r9
        ;;
        expect  34, r10, 0xa422af660a9580be
        movl    r8 = 0xdc336338eea4dd03
        movl    r9 = 0xa3da90b22ffd9997
        ;;
        unpack4.h r10 = r8, r9
        ;;
        expect  34, r10, 0xdc336338a3da90b2
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        mix4.r r10 = r8, r9
        ;;
        expect  35, r10, 0xffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        mix4.r r10 = r8, r9
        ;;
        expect  35, r10, 0x7f80ff00ffffffff
        movl    r8 = 0xcc61f87f5d35977
        movl    r9 = 0xd453cdf9afbd33a
        ;;
        mix4.r r10 = r8, r9
        ;;
        expect  35, r10, 0xf5d359779afbd33a
        movl    r8 = 0x4f9bf48c2a5dc0a0
        movl    r9 = 0xf3281b8ef4d325c3
        ;;
        mix4.r r10 = r8, r9
        ;;
        expect  35, r10, 0x2a5dc0a0f4d325c3
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        mix4.l r10 = r8, r9
        ;;
        expect  36, r10, 0x8000000000000000
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        mix4.l r10 = r8, r9
        ;;
        expect  36, r10, 0xffffffff00000000
        movl    r8 = 0x9086eb4da2dd17d2
        movl    r9 = 0xd60235f35c4739b7
        ;;
        mix4.l r10 = r8, r9
        ;;
        expect  36, r10, 0x9086eb4dd60235f3
        movl    r8 = 0x4d797a7c2f81f9e8
        movl    r9 = 0xd9adf5d6f287d027
        ;;
        mix4.l r10 = r8, r9
        ;;
        expect  36, r10, 0x4d797a7cd9adf5d6
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        pavg1 r10 = r8, r9
        ;;
        expect  37, r10, 0x7f7f7f7f
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pavg1 r10 = r8, r9
        ;;
        expect  37, r10, 0x7f7f7f80
        movl    r8 = 0xc2713ce25868105b
        movl    r9 = 0x7dddcc7231e6ff39
        ;;
        pavg1 r10 = r8, r9
        ;;
        expect  37, r10, 0x9fa784aa45a7874a
        movl    r8 = 0x2b1acaa929ade05f
        movl    r9 = 0xcf108ed367d731e1
        ;;
        pavg1 r10 = r8, r9
        ;;
        expect  37, r10, 0x7d15acbe48c289a0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pavg1.raz r10 = r8, r9
        ;;
        expect  38, r10, 0x4100408040408040
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        pavg1.raz r10 = r8, r9
        ;;
        expect  38, r10, 0x8080808080808080
        movl    r8 = 0xe130db7cd5573b10
        movl    r9 = 0x94d6ddb62d1b54be
        ;;
        pavg1.raz r10 = r8, r9
        ;;
        expect  38, r10, 0xbb83dc9981394867
        movl    r8 = 0x6baeea37b4c8839b
        movl    r9 = 0x836b48762733dff1
        ;;
        pavg1.raz r10 = r8, r9
        ;;
        expect  38, r10, 0x778d99576e7eb1c6
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pavgsub1 r10 = r8, r9
        ;;
        expect  39, r10, 0x7f7f7f7f
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pavgsub1 r10 = r8, r9
        ;;
        expect  39, r10, 0x7f7f7f7f
        movl    r8 = 0x1b5908f83c2c0e92
        movl    r9 = 0xb8c0e7b66c32e9a4
        ;;
        pavgsub1 r10 = r8, r9
        ;;
        expect  39, r10, 0xb1cd9121e8fd93f7
        movl    r8 = 0x4f9318daa38846e2
        movl    r9 = 0x4a3b3485b927bb65
        ;;
        pavgsub1 r10 = r8, r9
        ;;
        expect  39, r10, 0x32cf22bf531c53f
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        czx1.l r10 = r8
        ;;
        expect  40, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x8000000000000000
        ;;
        czx1.l r10 = r8
        ;;
        expect  40, r10, 0x1
        movl    r8 = 0x4a6640ac8853ae61
        movl    r9 = 0xaa467bbe0320df72
        ;;
        czx1.l r10 = r8
        ;;
        expect  40, r10, 0x8
        movl    r8 = 0xf6bf1d7528763356
        movl    r9 = 0x62ebf954ad544735
        ;;
        czx1.l r10 = r8
        ;;
        expect  40, r10, 0x8
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x1
        ;;
        czx1.r r10 = r8
        ;;
        expect  41, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        czx1.r r10 = r8
        ;;
        expect  41, r10, 0x1
        movl    r8 = 0xe7e94a5193b3cb9a
        movl    r9 = 0x9530db93662d6dfc
        ;;
        czx1.r r10 = r8
        ;;
        expect  41, r10, 0x8
        movl    r8 = 0x498db88f37c4c6b9
        movl    r9 = 0x11dba80b5affe1ce
        ;;
        czx1.r r10 = r8
        ;;
        expect  41, r10, 0x8
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        pavg2 r10 = r8, r9
        ;;
        expect  42, r10, 0x4000000000000000
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        pavg2 r10 = r8, r9
        ;;
        expect  42, r10, 0x7fff8000
        movl    r8 = 0x8011d17cfac3216
        movl    r9 = 0xa734906b046cef49
        ;;
        pavg2 r10 = r8, r9
        ;;
        expect  42, r10, 0x579b56c16a0c90af
        movl    r8 = 0x6e385e7ed65358aa
        movl    r9 = 0xd57aba1356a7c91d
        ;;
        pavg2 r10 = r8, r9
        ;;
        expect  42, r10, 0xa1d98c49967d90e3
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        pavg2.raz r10 = r8, r9
        ;;
        expect  43, r10, 0x8000800080008000
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pavg2.raz r10 = r8, r9
        ;;
        expect  43, r10, 0x80007fff7f80ff00
        movl    r8 = 0x79e37e9ba015b0f6
        movl    r9 = 0xc988a7ccfc9a02b1
        ;;
        pavg2.raz r10 = r8, r9
        ;;
        expect  43, r10, 0xa1b69334ce5859d4
        movl    r8 = 0x4d3e5f42bccd6b6
        movl    r9 = 0x20971d8b34a02a65
        ;;
        pavg2.raz r10 = r8, r9
        ;;
        expect  43, r10, 0x12b581c03036808e
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x8000000000000000
        ;;
        pavgsub2 r10 = r8, r9
        ;;
        expect  44, r10, 0xffff4000007f7f81
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        pavgsub2 r10 = r8, r9
        ;;
        expect  44, r10, 0x0
        movl    r8 = 0x9d5d310b62e6750a
        movl    r9 = 0x95a6bea98b873e09
        ;;
        pavgsub2 r10 = r8, r9
        ;;
        expect  44, r10, 0x3dbb931ebaf1b81
        movl    r8 = 0x6b327c799875bad1
        movl    r9 = 0x8d15d800dfadea81
        ;;
        pavgsub2 r10 = r8, r9
        ;;
        expect  44, r10, 0xef0fd23ddc64e828
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        czx2.l r10 = r8
        ;;
        expect  45, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        czx2.l r10 = r8
        ;;
        expect  45, r10, 0x0
        movl    r8 = 0xd6ac851f07155a89
        movl    r9 = 0xaf8957f80e148d5c
        ;;
        czx2.l r10 = r8
        ;;
        expect  45, r10, 0x4
        movl    r8 = 0xc478ef2dc54e24ff
        movl    r9 = 0x2d885062faa97965
        ;;
        czx2.l r10 = r8
        ;;
        expect  45, r10, 0x4
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        czx2.r r10 = r8
        ;;
        expect  46, r10, 0x1
        movl    r8 = 0x1
        movl    r9 = 0x0
        ;;
        czx2.r r10 = r8
        ;;
        expect  46, r10, 0x1
        movl    r8 = 0x6f194bd3a97cbf84
        movl    r9 = 0xa9632e3dbd0070ae
        ;;
        czx2.r r10 = r8
        ;;
        expect  46, r10, 0x4
        movl    r8 = 0x9fc745d02ecf2e1b
        movl    r9 = 0xe6cc5bda6bf7b640
        ;;
        czx2.r r10 = r8
        ;;
        expect  46, r10, 0x4
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        pmax1.u r10 = r8, r9
        ;;
        expect  47, r10, 0xffffffffffffffff
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        pmax1.u r10 = r8, r9
        ;;
        expect  47, r10, 0xffffffff
        movl    r8 = 0x7587e11994038f33
        movl    r9 = 0x55f7f60a748ca590
        ;;
        pmax1.u r10 = r8, r9
        ;;
        expect  47, r10, 0x75f7f619948ca590
        movl    r8 = 0x8d6920b2f8d1335
        movl    r9 = 0xa0a1c6ef661a191b
        ;;
        pmax1.u r10 = r8, r9
        ;;
        expect  47, r10, 0xa0d6c6ef668d1935
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        pmin1.u r10 = r8, r9
        ;;
        expect  48, r10, 0x100000000000080
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        pmin1.u r10 = r8, r9
        ;;
        expect  48, r10, 0x0
        movl    r8 = 0x43eb96f3239853f9
        movl    r9 = 0x2d13320e40d0e5e7
        ;;
        pmin1.u r10 = r8, r9
        ;;
        expect  48, r10, 0x2d13320e239853e7
        movl    r8 = 0x75f32b5017550d1c
        movl    r9 = 0x2752aa630367db42
        ;;
        pmin1.u r10 = r8, r9
        ;;
        expect  48, r10, 0x27522b5003550d1c
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        pmax2 r10 = r8, r9
        ;;
        expect  49, r10, 0x7fff000000ff0001
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        pmax2 r10 = r8, r9
        ;;
        expect  49, r10, 0x7fffffff00ffffff
        movl    r8 = 0x1ac24829c453cb2a
        movl    r9 = 0x1ed188dc897d9fc5
        ;;
        pmax2 r10 = r8, r9
        ;;
        expect  49, r10, 0x1ed14829c453cb2a
        movl    r8 = 0xb494c34d49aae36f
        movl    r9 = 0xce80f7b19e49c4a1
        ;;
        pmax2 r10 = r8, r9
        ;;
        expect  49, r10, 0xce80f7b149aae36f
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pmin2 r10 = r8, r9
        ;;
        expect  50, r10, 0x800000000000ff00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        pmin2 r10 = r8, r9
        ;;
        expect  50, r10, 0x8000ffffff01
        movl    r8 = 0x827f9414e025b8dc
        movl    r9 = 0xb68a272a255c09e0
        ;;
        pmin2 r10 = r8, r9
        ;;
        expect  50, r10, 0x827f9414e025b8dc
        movl    r8 = 0xa2465d290f311a2a
        movl    r9 = 0x9bdb85490e7dfa5b
        ;;
        pmin2 r10 = r8, r9
        ;;
        expect  50, r10, 0x9bdb85490e7dfa5b
        movl    r8 = 0x0
        movl    r9 = 0x8000000000000000
        ;;
        pmpy2.l r10 = r8, r9
        ;;
        expect  51, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x8000000000000000
        ;;
        pmpy2.l r10 = r8, r9
        ;;
        expect  51, r10, 0x0
        movl    r8 = 0x4e48dd6825899cc0
        movl    r9 = 0xb0f8fc2bdc42e4be
        ;;
        pmpy2.l r10 = r8, r9
        ;;
        expect  51, r10, 0xe7d555c0fac26952
        movl    r8 = 0x6b3d9c59d788d65b
        movl    r9 = 0xdbc1f2b026a20b05
        ;;
        pmpy2.l r10 = r8, r9
        ;;
        expect  51, r10, 0xf0d107fdf9e49410
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pmpy2.r r10 = r8, r9
        ;;
        expect  52, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        pmpy2.r r10 = r8, r9
        ;;
        expect  52, r10, 0x80
        movl    r8 = 0x76d36d4d4cae8b6b
        movl    r9 = 0x76b4a3ddd9e0e7fe
        ;;
        pmpy2.r r10 = r8, r9
        ;;
        expect  52, r10, 0xd8a962790aeee12a
        movl    r8 = 0xe778555c2cf06386
        movl    r9 = 0x2407e26da03bdb07
        ;;
        pmpy2.r r10 = r8, r9
        ;;
        expect  52, r10, 0xf623902cf1a05aaa
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        pmpyshr2 r10 = r8, r9, 0
        ;;
        expect  53, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x100000000000080
        ;;
        pmpyshr2 r10 = r8, r9, 0
        ;;
        expect  53, r10, 0xff0000000000ff80
        movl    r8 = 0xe63f03a5a806509d
        movl    r9 = 0xd3511441b35534aa
        ;;
        pmpyshr2 r10 = r8, r9, 0
        ;;
        expect  53, r10, 0xc6efd0e5fbfe6c42
        movl    r8 = 0xc5f0a710d14dfc90
        movl    r9 = 0x56b498302dd60261
        ;;
        pmpyshr2 r10 = r8, r9, 0
        ;;
        expect  53, r10, 0xccc0d3007f5ed290
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        pmpyshr2.u r10 = r8, r9, 0
        ;;
        expect  54, r10, 0xff0000000000ff80
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        pmpyshr2.u r10 = r8, r9, 0
        ;;
        expect  54, r10, 0x0
        movl    r8 = 0x63adcdbb9727b4a3
        movl    r9 = 0x783b9ca72a9cc14f
        ;;
        pmpyshr2.u r10 = r8, r9, 0
        ;;
        expect  54, r10, 0x10df28fd81c4a14d
        movl    r8 = 0x462ae5ceb3b2fa54
        movl    r9 = 0x36334245fb566e3e
        ;;
        pmpyshr2.u r10 = r8, r9, 0
        ;;
        expect  54, r10, 0xd65e0c86e3ccb858
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pmpyshr2 r10 = r8, r9, 7
        ;;
        expect  55, r10, 0xff00
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        pmpyshr2 r10 = r8, r9, 7
        ;;
        expect  55, r10, 0x0
        movl    r8 = 0xa440e49ce41ba01a
        movl    r9 = 0x510b2ea8f3e37546
        ;;
        pmpyshr2 r10 = r8, r9, 7
        ;;
        expect  55, r10, 0xe89d041ca3c92352
        movl    r8 = 0xf044106fbd1502d3
        movl    r9 = 0x21412442513ee651
        ;;
        pmpyshr2 r10 = r8, r9, 7
        ;;
        expect  55, r10, 0xe98aa7b186e06eed
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        pmpyshr2.u r10 = r8, r9, 7
        ;;
        expect  56, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pmpyshr2.u r10 = r8, r9, 7
        ;;
        expect  56, r10, 0x0
        movl    r8 = 0x87225182f83106c8
        movl    r9 = 0xc64d280859b4c3f
        ;;
        pmpyshr2.u r10 = r8, r9, 7
        ;;
        expect  56, r10, 0x14c20aca0f750a16
        movl    r8 = 0x9c23bdb7614ff4cc
        movl    r9 = 0xeb74f8bbc6bb1391
        ;;
        pmpyshr2.u r10 = r8, r9, 7
        ;;
        expect  56, r10, 0x35c1a7b9145d6b97
        movl    r8 = 0x1
        movl    r9 = 0x0
        ;;
        pmpyshr2 r10 = r8, r9, 15
        ;;
        expect  57, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        pmpyshr2 r10 = r8, r9, 15
        ;;
        expect  57, r10, 0x0
        movl    r8 = 0x282f24dfdcf4d10
        movl    r9 = 0x5db834e9ee412da7
        ;;
        pmpyshr2 r10 = r8, r9, 15
        ;;
        expect  57, r10, 0x1d6fa56004d1b7c
        movl    r8 = 0x38b171e36f6da855
        movl    r9 = 0x7a410daea8c7b926
        ;;
        pmpyshr2 r10 = r8, r9, 15
        ;;
        expect  57, r10, 0x36250c2bb4123086
        movl    r8 = 0x1
        movl    r9 = 0x1
        ;;
        pmpyshr2.u r10 = r8, r9, 15
        ;;
        expect  58, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pmpyshr2.u r10 = r8, r9, 15
        ;;
        expect  58, r10, 0x1
        movl    r8 = 0x74bc1570ceee5c95
        movl    r9 = 0x4fb358cf6d80feee
        ;;
        pmpyshr2.u r10 = r8, r9, 15
        ;;
        expect  58, r10, 0x48af0edfb105b863
        movl    r8 = 0xbfde6f8e2d79e310
        movl    r9 = 0xc3816615206bac50
        ;;
        pmpyshr2.u r10 = r8, r9, 15
        ;;
        expect  58, r10, 0x250d58f70b8431ab
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pmpyshr2 r10 = r8, r9, 16
        ;;
        expect  59, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        pmpyshr2 r10 = r8, r9, 16
        ;;
        expect  59, r10, 0x0
        movl    r8 = 0x61d4c262d69f32e6
        movl    r9 = 0xdcf0c65537daf24d
        ;;
        pmpyshr2 r10 = r8, r9, 16
        ;;
        expect  59, r10, 0xf2990de1f6f8fd46
        movl    r8 = 0x9925fe1083ff5ec4
        movl    r9 = 0xafa4d24c7d4bc343
        ;;
        pmpyshr2 r10 = r8, r9, 16
        ;;
        expect  59, r10, 0x20490058c34fe984
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pmpyshr2.u r10 = r8, r9, 16
        ;;
        expect  60, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        pmpyshr2.u r10 = r8, r9, 16
        ;;
        expect  60, r10, 0x0
        movl    r8 = 0x9b2e5c14da903025
        movl    r9 = 0x89c308e39775b389
        ;;
        pmpyshr2.u r10 = r8, r9, 16
        ;;
        expect  60, r10, 0x53810332814e21c3
        movl    r8 = 0x124a16fa21546acf
        movl    r9 = 0x656224e9a8245fe4
        ;;
        pmpyshr2.u r10 = r8, r9, 16
        ;;
        expect  60, r10, 0x73e035015e32801
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        psad1 r10 = r8, r9
        ;;
        expect  61, r10, 0x80
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        psad1 r10 = r8, r9
        ;;
        expect  61, r10, 0x80
        movl    r8 = 0x2dc86f6d7443f1ff
        movl    r9 = 0x2bb9daa6aa01e126
        ;;
        psad1 r10 = r8, r9
        ;;
        expect  61, r10, 0x216
        movl    r8 = 0x626216935df211a0
        movl    r9 = 0x35322c61a1c20b5c
        ;;
        psad1 r10 = r8, r9
        ;;
        expect  61, r10, 0x163
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pshl2 r10 = r8, r9
        ;;
        expect  62, r10, 0x80007fff7f80ff00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xd
        ;;
        pshl2 r10 = r8, r9
        ;;
        expect  62, r10, 0xe0000000e0002000
        movl    r8 = 0x6aae622f7c0dc237
        movl    r9 = 0x40
        ;;
        pshl2 r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0x5358af370141c505
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl2 r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0x5358af370141c505
        movl    r9 = 0x1f
        ;;
        pshl2 r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl2 r10 = r8, 0
        ;;
        expect  63, r10, 0x100000000000080
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        pshl2 r10 = r8, 0
        ;;
        expect  63, r10, 0x1
        movl    r8 = 0xfda8bb6a6dfa93d3
        movl    r9 = 0x1ee46e6817bb0d12
        ;;
        pshl2 r10 = r8, 0
        ;;
        expect  63, r10, 0xfda8bb6a6dfa93d3
        movl    r8 = 0x295cccd7764f924c
        movl    r9 = 0xcaf6211ae08b48a3
        ;;
        pshl2 r10 = r8, 0
        ;;
        expect  63, r10, 0x295cccd7764f924c
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        pshl2 r10 = r8, 1
        ;;
        expect  64, r10, 0x2
        movl    r8 = 0x1
        movl    r9 = 0x0
        ;;
        pshl2 r10 = r8, 1
        ;;
        expect  64, r10, 0x2
        movl    r8 = 0xd3a226f0852ea4b1
        movl    r9 = 0x8cfd7d07b974ba7a
        ;;
        pshl2 r10 = r8, 1
        ;;
        expect  64, r10, 0xa7444de00a5c4962
        movl    r8 = 0x9218bb1c4288bde9
        movl    r9 = 0xe6376c787ba74f87
        ;;
        pshl2 r10 = r8, 1
        ;;
        expect  64, r10, 0x2430763885107bd2
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        pshl2 r10 = r8, 11
        ;;
        expect  65, r10, 0x800
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        pshl2 r10 = r8, 11
        ;;
        expect  65, r10, 0x800
        movl    r8 = 0x7a0ccd88d9d42713
        movl    r9 = 0x388298abd0b1d953
        ;;
        pshl2 r10 = r8, 11
        ;;
        expect  65, r10, 0x60004000a0009800
        movl    r8 = 0xe5878da964d03541
        movl    r9 = 0x71a0269705efdd1d
        ;;
        pshl2 r10 = r8, 11
        ;;
        expect  65, r10, 0x3800480080000800
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        pshl2 r10 = r8, 15
        ;;
        expect  66, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshl2 r10 = r8, 15
        ;;
        expect  66, r10, 0x80008000
        movl    r8 = 0xa82aed548fd88658
        movl    r9 = 0x73650b7527bb7695
        ;;
        pshl2 r10 = r8, 15
        ;;
        expect  66, r10, 0x0
        movl    r8 = 0x3a0e8f7d2aa5259e
        movl    r9 = 0x7fe1a78a78eb23d4
        ;;
        pshl2 r10 = r8, 15
        ;;
        expect  66, r10, 0x800080000000
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        pshl2 r10 = r8, 31
        ;;
        expect  67, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pshl2 r10 = r8, 31
        ;;
        expect  67, r10, 0x0
        movl    r8 = 0xc27c79049919e1d4
        movl    r9 = 0x8033959705f0267e
        ;;
        pshl2 r10 = r8, 31
        ;;
        expect  67, r10, 0x0
        movl    r8 = 0x5e1a1d628b60b627
        movl    r9 = 0xb473c399a1803374
        ;;
        pshl2 r10 = r8, 31
        ;;
        expect  67, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        pshr2 r10 = r8, r9
        ;;
        expect  68, r10, 0x100000000000080
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xd
        ;;
        pshr2 r10 = r8, r9
        ;;
        expect  68, r10, 0xffffffffffffffff
        movl    r8 = 0x5fadd1e03919d529
        movl    r9 = 0x40
        ;;
        pshr2 r10 = r8, r9
        ;;
        expect  68, r10, 0xffff0000ffff
        movl    r8 = 0x6f0739dd51bed8e
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr2 r10 = r8, r9
        ;;
        expect  68, r10, 0xffffffff
        movl    r8 = 0x6f0739dd51bed8e
        movl    r9 = 0x1f
        ;;
        pshr2 r10 = r8, r9
        ;;
        expect  68, r10, 0xffffffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr2 r10 = r8, 0
        ;;
        expect  69, r10, 0x7fff800000ffff01
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        pshr2 r10 = r8, 0
        ;;
        expect  69, r10, 0x8000000000000000
        movl    r8 = 0x778abe272b0556b1
        movl    r9 = 0xafcfe2e506e1b8d
        ;;
        pshr2 r10 = r8, 0
        ;;
        expect  69, r10, 0x778abe272b0556b1
        movl    r8 = 0x3ed664db810e8ecc
        movl    r9 = 0x46cbf22091d9266
        ;;
        pshr2 r10 = r8, 0
        ;;
        expect  69, r10, 0x3ed664db810e8ecc
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x100000000000080
        ;;
        pshr2 r10 = r8, 1
        ;;
        expect  70, r10, 0xffffffffffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr2 r10 = r8, 1
        ;;
        expect  70, r10, 0x80000000000040
        movl    r8 = 0x6ba41ced05abb7c4
        movl    r9 = 0xae22e854a1980d14
        ;;
        pshr2 r10 = r8, 1
        ;;
        expect  70, r10, 0x35d20e7602d5dbe2
        movl    r8 = 0x4245e01a5b3d7977
        movl    r9 = 0x279388b0046812d2
        ;;
        pshr2 r10 = r8, 1
        ;;
        expect  70, r10, 0x2122f00d2d9e3cbb
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        pshr2 r10 = r8, 11
        ;;
        expect  71, r10, 0xffff00000ffff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pshr2 r10 = r8, 11
        ;;
        expect  71, r10, 0xffffffffffffffff
        movl    r8 = 0x83e6c35d1d452d27
        movl    r9 = 0xf82926a9b6af618c
        ;;
        pshr2 r10 = r8, 11
        ;;
        expect  71, r10, 0xfff0fff800030005
        movl    r8 = 0x792f35b9ee001ad3
        movl    r9 = 0xc4210bebc6f175e1
        ;;
        pshr2 r10 = r8, 11
        ;;
        expect  71, r10, 0xf0006fffd0003
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr2 r10 = r8, 15
        ;;
        expect  72, r10, 0xffff0000ffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        pshr2 r10 = r8, 15
        ;;
        expect  72, r10, 0xffff00000000ffff
        movl    r8 = 0xdd5ddb54c75ba013
        movl    r9 = 0x5433d7f9b2ab5d29
        ;;
        pshr2 r10 = r8, 15
        ;;
        expect  72, r10, 0xffffffffffffffff
        movl    r8 = 0xd1eedefa98ed2faa
        movl    r9 = 0x6df3d15b4b6f4f2d
        ;;
        pshr2 r10 = r8, 15
        ;;
        expect  72, r10, 0xffffffffffff0000
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        pshr2 r10 = r8, 31
        ;;
        expect  73, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr2 r10 = r8, 31
        ;;
        expect  73, r10, 0x0
        movl    r8 = 0xb9fd87167c6709fb
        movl    r9 = 0x78916c186fef021e
        ;;
        pshr2 r10 = r8, 31
        ;;
        expect  73, r10, 0xffffffff00000000
        movl    r8 = 0x11e22e005b688cdf
        movl    r9 = 0x94b7c27d28600912
        ;;
        pshr2 r10 = r8, 31
        ;;
        expect  73, r10, 0xffff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        pshr2.u r10 = r8, r9
        ;;
        expect  74, r10, 0x8000000000000000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xd
        ;;
        pshr2.u r10 = r8, r9
        ;;
        expect  74, r10, 0x3000400000007
        movl    r8 = 0x95ec24b6bac90e8a
        movl    r9 = 0x40
        ;;
        pshr2.u r10 = r8, r9
        ;;
        expect  74, r10, 0x0
        movl    r8 = 0xacd54e4c455a675
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr2.u r10 = r8, r9
        ;;
        expect  74, r10, 0x0
        movl    r8 = 0xacd54e4c455a675
        movl    r9 = 0x1f
        ;;
        pshr2.u r10 = r8, r9
        ;;
        expect  74, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pshr2.u r10 = r8, 0
        ;;
        expect  75, r10, 0xffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pshr2.u r10 = r8, 0
        ;;
        expect  75, r10, 0xffffffff
        movl    r8 = 0xf61e92e5ca6c4636
        movl    r9 = 0xe75294bd33df3c95
        ;;
        pshr2.u r10 = r8, 0
        ;;
        expect  75, r10, 0xf61e92e5ca6c4636
        movl    r8 = 0x9311c53df1eebd82
        movl    r9 = 0x13d4ef68d996625d
        ;;
        pshr2.u r10 = r8, 0
        ;;
        expect  75, r10, 0x9311c53df1eebd82
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        pshr2.u r10 = r8, 1
        ;;
        expect  76, r10, 0x80000000000040
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pshr2.u r10 = r8, 1
        ;;
        expect  76, r10, 0x3fff4000007f7f80
        movl    r8 = 0xfa44d08c153c69f5
        movl    r9 = 0xbe75db0ec75a87fd
        ;;
        pshr2.u r10 = r8, 1
        ;;
        expect  76, r10, 0x7d2268460a9e34fa
        movl    r8 = 0xa8829b5fe8d54d33
        movl    r9 = 0xfe7fe1dc9cfd6364
        ;;
        pshr2.u r10 = r8, 1
        ;;
        expect  76, r10, 0x54414daf746a2699
        movl    r8 = 0x1
        movl    r9 = 0x8000000000000000
        ;;
        pshr2.u r10 = r8, 11
        ;;
        expect  77, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr2.u r10 = r8, 11
        ;;
        expect  77, r10, 0x1f001f001f001f
        movl    r8 = 0x679d8dc273039f30
        movl    r9 = 0xb40e04c1e4d5f524
        ;;
        pshr2.u r10 = r8, 11
        ;;
        expect  77, r10, 0xc0011000e0013
        movl    r8 = 0x30d621688f5b22b5
        movl    r9 = 0x6c5a598bafa02aa0
        ;;
        pshr2.u r10 = r8, 11
        ;;
        expect  77, r10, 0x6000400110004
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        pshr2.u r10 = r8, 15
        ;;
        expect  78, r10, 0x1000000000000
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pshr2.u r10 = r8, 15
        ;;
        expect  78, r10, 0x10001
        movl    r8 = 0xb93c44393b34611a
        movl    r9 = 0xda24c137b3f8a6df
        ;;
        pshr2.u r10 = r8, 15
        ;;
        expect  78, r10, 0x1000000000000
        movl    r8 = 0x5c49c9f6d5aaec80
        movl    r9 = 0xd648bc7a7b31f3ba
        ;;
        pshr2.u r10 = r8, 15
        ;;
        expect  78, r10, 0x100010001
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pshr2.u r10 = r8, 31
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr2.u r10 = r8, 31
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0x141bd68a30703107
        movl    r9 = 0x64bf54f5b84af08d
        ;;
        pshr2.u r10 = r8, 31
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0xaefc2a51a36af1dc
        movl    r9 = 0xc57da98a6c8e1d
        ;;
        pshr2.u r10 = r8, 31
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pshl4 r10 = r8, r9
        ;;
        expect  80, r10, 0x80007fff7f80ff00
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xd
        ;;
        pshl4 r10 = r8, r9
        ;;
        expect  80, r10, 0xfffe0001fe00000
        movl    r8 = 0xf0c538f99514a63a
        movl    r9 = 0x40
        ;;
        pshl4 r10 = r8, r9
        ;;
        expect  80, r10, 0x0
        movl    r8 = 0xccd039742ceb0479
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl4 r10 = r8, r9
        ;;
        expect  80, r10, 0x0
        movl    r8 = 0xccd039742ceb0479
        movl    r9 = 0x1f
        ;;
        pshl4 r10 = r8, r9
        ;;
        expect  80, r10, 0x80000000
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        pshl4 r10 = r8, 0
        ;;
        expect  81, r10, 0x100000000000080
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        pshl4 r10 = r8, 0
        ;;
        expect  81, r10, 0xffffffff
        movl    r8 = 0xf1a71563f23064f
        movl    r9 = 0xb96ccff11be83a99
        ;;
        pshl4 r10 = r8, 0
        ;;
        expect  81, r10, 0xf1a71563f23064f
        movl    r8 = 0x4536886d10b3ad2e
        movl    r9 = 0x470d338e3f71cf5a
        ;;
        pshl4 r10 = r8, 0
        ;;
        expect  81, r10, 0x4536886d10b3ad2e
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshl4 r10 = r8, 1
        ;;
        expect  82, r10, 0xfffeff01fe00
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl4 r10 = r8, 1
        ;;
        expect  82, r10, 0xfffeff01fe00
        movl    r8 = 0xc5403a3959c45072
        movl    r9 = 0x911901e6e3d9c495
        ;;
        pshl4 r10 = r8, 1
        ;;
        expect  82, r10, 0x8a807472b388a0e4
        movl    r8 = 0xcae2adffa363488a
        movl    r9 = 0xe8f3a375d8c30e2f
        ;;
        pshl4 r10 = r8, 1
        ;;
        expect  82, r10, 0x95c55bfe46c69114
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        pshl4 r10 = r8, 11
        ;;
        expect  83, r10, 0xfffff800fffff800
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        pshl4 r10 = r8, 11
        ;;
        expect  83, r10, 0x0
        movl    r8 = 0x1e4fd835a58c9415
        movl    r9 = 0x6741ad76ea41601c
        ;;
        pshl4 r10 = r8, 11
        ;;
        expect  83, r10, 0x7ec1a80064a0a800
        movl    r8 = 0x9d1f241cf52bc4b5
        movl    r9 = 0x5e0a0769e6d954b
        ;;
        pshl4 r10 = r8, 11
        ;;
        expect  83, r10, 0xf920e0005e25a800
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  84, r10, 0x8000000080000000
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  84, r10, 0x80000000
        movl    r8 = 0x762047a579c0f09b
        movl    r9 = 0x2bf7798f10f497a0
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  84, r10, 0x8000000080000000
        movl    r8 = 0x57b53ea414074c28
        movl    r9 = 0xa8169863a600a5b0
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  84, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  85, r10, 0x80000000
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  85, r10, 0x0
        movl    r8 = 0xbc7747f2b3fe3b9c
        movl    r9 = 0x85026f8ed2b3627d
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  85, r10, 0x0
        movl    r8 = 0xa9c9603e5837aec
        movl    r9 = 0xf9dfca4ba8c54545
        ;;
        pshl4 r10 = r8, 31
        ;;
        expect  85, r10, 0x8000000000000000
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        pshr4 r10 = r8, r9
        ;;
        expect  86, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0xd
        ;;
        pshr4 r10 = r8, r9
        ;;
        expect  86, r10, 0x80000000000
        movl    r8 = 0xbe2828d64f7edb9e
        movl    r9 = 0x40
        ;;
        pshr4 r10 = r8, r9
        ;;
        expect  86, r10, 0xffffffff00000000
        movl    r8 = 0x5c4f178fae6fff66
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr4 r10 = r8, r9
        ;;
        expect  86, r10, 0xffffffff
        movl    r8 = 0x5c4f178fae6fff66
        movl    r9 = 0x1f
        ;;
        pshr4 r10 = r8, r9
        ;;
        expect  86, r10, 0xffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        pshr4 r10 = r8, 0
        ;;
        expect  87, r10, 0x80007fff7f80ff00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshr4 r10 = r8, 0
        ;;
        expect  87, r10, 0x7fff800000ffff01
        movl    r8 = 0x592f2bd2a70ec7af
        movl    r9 = 0xfb285389b3f4a1e2
        ;;
        pshr4 r10 = r8, 0
        ;;
        expect  87, r10, 0x592f2bd2a70ec7af
        movl    r8 = 0x1a4ed6dc8f0a1b2f
        movl    r9 = 0x40b63ce1f12ece09
        ;;
        pshr4 r10 = r8, 0
        ;;
        expect  87, r10, 0x1a4ed6dc8f0a1b2f
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr4 r10 = r8, 1
        ;;
        expect  88, r10, 0xffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        pshr4 r10 = r8, 1
        ;;
        expect  88, r10, 0x80000000000040
        movl    r8 = 0x2aa9ac3a67aabc95
        movl    r9 = 0x1db40b064646f736
        ;;
        pshr4 r10 = r8, 1
        ;;
        expect  88, r10, 0x1554d61d33d55e4a
        movl    r8 = 0xedda794e267fed47
        movl    r9 = 0x9e1341288e2fc34a
        ;;
        pshr4 r10 = r8, 1
        ;;
        expect  88, r10, 0xf6ed3ca7133ff6a3
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        pshr4 r10 = r8, 11
        ;;
        expect  89, r10, 0xffffffffffffffff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr4 r10 = r8, 11
        ;;
        expect  89, r10, 0x200000000000
        movl    r8 = 0xe1c4524a6e1d032e
        movl    r9 = 0x28c726554469661a
        ;;
        pshr4 r10 = r8, 11
        ;;
        expect  89, r10, 0xfffc388a000dc3a0
        movl    r8 = 0xe6a639ed50414e4d
        movl    r9 = 0xae70ea40304e7636
        ;;
        pshr4 r10 = r8, 11
        ;;
        expect  89, r10, 0xfffcd4c7000a0829
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  90, r10, 0xffffffffffffffff
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  90, r10, 0x0
        movl    r8 = 0x89228eb690db8df7
        movl    r9 = 0x8cdbb24bef4f9758
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  90, r10, 0xffffffffffffffff
        movl    r8 = 0xf7bbea126b8f59b
        movl    r9 = 0x4b973246932a1c30
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  90, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  91, r10, 0xffffffff00000000
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  91, r10, 0xffffffff00000000
        movl    r8 = 0xfa269d59dc10b53f
        movl    r9 = 0x127222194180f243
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  91, r10, 0xffffffffffffffff
        movl    r8 = 0xa70f340b32feb215
        movl    r9 = 0xcdb866c3f846b8cd
        ;;
        pshr4 r10 = r8, 31
        ;;
        expect  91, r10, 0xffffffff00000000
        movl    r8 = 0x1
        movl    r9 = 0x0
        ;;
        pshr4.u r10 = r8, r9
        ;;
        expect  92, r10, 0x1
        movl    r8 = 0x1
        movl    r9 = 0xd
        ;;
        pshr4.u r10 = r8, r9
        ;;
        expect  92, r10, 0x0
        movl    r8 = 0xae3d4aec8a959a12
        movl    r9 = 0x40
        ;;
        pshr4.u r10 = r8, r9
        ;;
        expect  92, r10, 0x0
        movl    r8 = 0x4452ea3d9f53b7ad
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr4.u r10 = r8, r9
        ;;
        expect  92, r10, 0x0
        movl    r8 = 0x4452ea3d9f53b7ad
        movl    r9 = 0x1f
        ;;
        pshr4.u r10 = r8, r9
        ;;
        expect  92, r10, 0x1
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        pshr4.u r10 = r8, 0
        ;;
        expect  93, r10, 0x100000000000080
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr4.u r10 = r8, 0
        ;;
        expect  93, r10, 0x80007fff7f80ff00
        movl    r8 = 0x7dac77337a7219d9
        movl    r9 = 0xd40c203948391f90
        ;;
        pshr4.u r10 = r8, 0
        ;;
        expect  93, r10, 0x7dac77337a7219d9
        movl    r8 = 0x896147e5f9cf55f1
        movl    r9 = 0xee095a7c7cd0ebb8
        ;;
        pshr4.u r10 = r8, 0
        ;;
        expect  93, r10, 0x896147e5f9cf55f1
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr4.u r10 = r8, 1
        ;;
        expect  94, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        pshr4.u r10 = r8, 1
        ;;
        expect  94, r10, 0x3fffc000007fff80
        movl    r8 = 0x2ebb6fb7ef25cf8d
        movl    r9 = 0xd38efe6dd15040da
        ;;
        pshr4.u r10 = r8, 1
        ;;
        expect  94, r10, 0x175db7db7792e7c6
        movl    r8 = 0xcb94fa18d21054c4
        movl    r9 = 0x63317e843a930bd7
        ;;
        pshr4.u r10 = r8, 1
        ;;
        expect  94, r10, 0x65ca7d0c69082a62
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        pshr4.u r10 = r8, 11
        ;;
        expect  95, r10, 0x1fffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        pshr4.u r10 = r8, 11
        ;;
        expect  95, r10, 0xffff000001fff
        movl    r8 = 0x1cfc516957149339
        movl    r9 = 0x1b56d52b174b0a3b
        ;;
        pshr4.u r10 = r8, 11
        ;;
        expect  95, r10, 0x39f8a000ae292
        movl    r8 = 0x41d8cc41dac5e35c
        movl    r9 = 0x3c0d79006fadbb30
        ;;
        pshr4.u r10 = r8, 11
        ;;
        expect  95, r10, 0x83b19001b58bc
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  96, r10, 0x100000001
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  96, r10, 0x0
        movl    r8 = 0x29780a77a3f961e5
        movl    r9 = 0x92e459c757b56be9
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  96, r10, 0x1
        movl    r8 = 0xe76d87cb3170f481
        movl    r9 = 0xfa1cce22e6391156
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  96, r10, 0x100000000
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  97, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  97, r10, 0x100000000
        movl    r8 = 0xe834916a576ac2ca
        movl    r9 = 0x3025fec87995c214
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  97, r10, 0x100000000
        movl    r8 = 0xe0e3eaa729caab1
        movl    r9 = 0xc6fec3b89841c805
        ;;
        pshr4.u r10 = r8, 31
        ;;
        expect  97, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        pshladd2 r10 = r8, 1, r9
        ;;
        expect  98, r10, 0x1ffffffffff00ff
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshladd2 r10 = r8, 1, r9
        ;;
        expect  98, r10, 0x7fff800000ffff01
        movl    r8 = 0x2d972bca82428606
        movl    r9 = 0x857cc99bec4ef217
        ;;
        pshladd2 r10 = r8, 1, r9
        ;;
        expect  98, r10, 0xe0aa212f80008000
        movl    r8 = 0x1aea036097176b9c
        movl    r9 = 0x7f690c15268e9559
        ;;
        pshladd2 r10 = r8, 1, r9
        ;;
        expect  98, r10, 0x7fff12d580007fff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x7fff800000ffff01
        ;;
        pshradd2 r10 = r8, 1, r9
        ;;
        expect  99, r10, 0x7fff8000017efe81
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        pshradd2 r10 = r8, 1, r9
        ;;
        expect  99, r10, 0xffffffff
        movl    r8 = 0x2ac1f4ccf4776fd1
        movl    r9 = 0x6027ded5249256c2
        ;;
        pshradd2 r10 = r8, 1, r9
        ;;
        expect  99, r10, 0x7587d93b1ecd7fff
        movl    r8 = 0xa6ceb903a720c79d
        movl    r9 = 0x2625e0cdb1fed6d
        ;;
        pshradd2 r10 = r8, 1, r9
        ;;
        expect  99, r10, 0xd5c93a8daeafd13b
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        pshladd2 r10 = r8, 2, r9
        ;;
        expect  100, r10, 0x4000000ffff01ff
        movl    r8 = 0xffffffff
        movl    r9 = 0x0
        ;;
        pshladd2 r10 = r8, 2, r9
        ;;
        expect  100, r10, 0xfffcfffc
        movl    r8 = 0xdcf98c6c07cd0c4e
        movl    r9 = 0xd889ad79ed2b7658
        ;;
        pshladd2 r10 = r8, 2, r9
        ;;
        expect  100, r10, 0x800080000c5f7fff
        movl    r8 = 0x2a2a38b5954a3b88
        movl    r9 = 0xb29841fef8e415ce
        ;;
        pshladd2 r10 = r8, 2, r9
        ;;
        expect  100, r10, 0x7fff7fff80007fff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        pshradd2 r10 = r8, 2, r9
        ;;
        expect  101, r10, 0x1fffe000003effbf
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x100000000000080
        ;;
        pshradd2 r10 = r8, 2, r9
        ;;
        expect  101, r10, 0xe100000000000080
        movl    r8 = 0x3cc457bf61709eca
        movl    r9 = 0x8a443f6a5759553e
        ;;
        pshradd2 r10 = r8, 2, r9
        ;;
        expect  101, r10, 0x997555596fb53cf0
        movl    r8 = 0x5c119cd8396743d0
        movl    r9 = 0xd984cb4c930de506
        ;;
        pshradd2 r10 = r8, 2, r9
        ;;
        expect  101, r10, 0xf088b282a166f5fa
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        pshladd2 r10 = r8, 3, r9
        ;;
        expect  102, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        pshladd2 r10 = r8, 3, r9
        ;;
        expect  102, r10, 0xfff8fff8fff8fff8
        movl    r8 = 0x3459463921bc4265
        movl    r9 = 0x3e78bce445a019d5
        ;;
        pshladd2 r10 = r8, 3, r9
        ;;
        expect  102, r10, 0x7fff7fff7fff7fff
        movl    r8 = 0x134e12bfbe036699
        movl    r9 = 0x69b997de7d419f3a
        ;;
        pshladd2 r10 = r8, 3, r9
        ;;
        expect  102, r10, 0x7fff7fff80007fff
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        pshradd2 r10 = r8, 3, r9
        ;;
        expect  103, r10, 0x100000000000080
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pshradd2 r10 = r8, 3, r9
        ;;
        expect  103, r10, 0xf0000fff0ff0ffe0
        movl    r8 = 0x3694790fa05809b7
        movl    r9 = 0x9df0abca2d4e6451
        ;;
        pshradd2 r10 = r8, 3, r9
        ;;
        expect  103, r10, 0xa4c2baeb21596587
        movl    r8 = 0x92aefb2bfa0a1c91
        movl    r9 = 0x3440992ed09896b0
        ;;
        pshradd2 r10 = r8, 3, r9
        ;;
        expect  103, r10, 0x26959893cfd99a42
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        pack2.sss r10 = r8, r9
        ;;
        expect  104, r10, 0x807f7f80
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        pack2.sss r10 = r8, r9
        ;;
        expect  104, r10, 0xffffffff7f807f80
        movl    r8 = 0x84b65065df00458e
        movl    r9 = 0x9ac4643ec91ec286
        ;;
        pack2.sss r10 = r8, r9
        ;;
        expect  104, r10, 0x807f8080807f807f
        movl    r8 = 0xead52082f74d5e72
        movl    r9 = 0x624f36f77d3f9837
        ;;
        pack2.sss r10 = r8, r9
        ;;
        expect  104, r10, 0x7f7f7f80807f807f
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        pack2.uss r10 = r8, r9
        ;;
        expect  105, r10, 0x1
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        pack2.uss r10 = r8, r9
        ;;
        expect  105, r10, 0x1ff000080
        movl    r8 = 0xaa15e09a4d569265
        movl    r9 = 0x2eef7be6f3e22009
        ;;
        pack2.uss r10 = r8, r9
        ;;
        expect  105, r10, 0xffff00ff0000ff00
        movl    r8 = 0xc65e053a7ee8d5b3
        movl    r9 = 0x79aac003b5143a64
        ;;
        pack2.uss r10 = r8, r9
        ;;
        expect  105, r10, 0xff0000ff00ffff00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        pack4.sss r10 = r8, r9
        ;;
        expect  106, r10, 0x7fff7fff
        movl    r8 = 0x100000000000080
        movl    r9 = 0x7fff800000ffff01
        ;;
        pack4.sss r10 = r8, r9
        ;;
        expect  106, r10, 0x7fff7fff7fff0080
        movl    r8 = 0x5c21d10e0bfe5c16
        movl    r9 = 0x1403c071113a67ce
        ;;
        pack4.sss r10 = r8, r9
        ;;
        expect  106, r10, 0x7fff7fff7fff7fff
        movl    r8 = 0x86ef05405a4bec71
        movl    r9 = 0x9ddd2b76d78b93f
        ;;
        pack4.sss r10 = r8, r9
        ;;
        expect  106, r10, 0x7fff7fff80007fff
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        mux1 r10 = r8, @rev
        ;;
        expect  107, r10, 0x100000000000000
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        mux1 r10 = r8, @rev
        ;;
        expect  107, r10, 0xffffffffffffffff
        movl    r8 = 0x3a6821cacb6296c2
        movl    r9 = 0x6b4fef8eabe466cb
        ;;
        mux1 r10 = r8, @rev
        ;;
        expect  107, r10, 0xc29662cbca21683a
        movl    r8 = 0xcd2744ee2e8d4fd
        movl    r9 = 0xed6b8509139021e6
        ;;
        mux1 r10 = r8, @rev
        ;;
        expect  107, r10, 0xfdd4e8e24e74d20c
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        mux1 r10 = r8, @mix
        ;;
        expect  108, r10, 0x7f0080ffffff0001
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mux1 r10 = r8, @mix
        ;;
        expect  108, r10, 0xff00ff00ff00ff
        movl    r8 = 0xed50b4655550a107
        movl    r9 = 0x9bd3043683c6a343
        ;;
        mux1 r10 = r8, @mix
        ;;
        expect  108, r10, 0xed55b4a150506507
        movl    r8 = 0xe57adafa9c06685f
        movl    r9 = 0xf81e0eec9c5cb575
        ;;
        mux1 r10 = r8, @mix
        ;;
        expect  108, r10, 0xe59cda687a06fa5f
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        mux1 r10 = r8, @shuf
        ;;
        expect  109, r10, 0x7f00ffff80ff0001
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        mux1 r10 = r8, @shuf
        ;;
        expect  109, r10, 0x7f00ffff80ff0001
        movl    r8 = 0x8e60209b03fd60ac
        movl    r9 = 0x2484218ab1b46d
        ;;
        mux1 r10 = r8, @shuf
        ;;
        expect  109, r10, 0x8e0360fd20609bac
        movl    r8 = 0x3a25d4f1773c1db1
        movl    r9 = 0x11eacff08e634ca8
        ;;
        mux1 r10 = r8, @shuf
        ;;
        expect  109, r10, 0x3a77253cd41df1b1
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mux1 r10 = r8, @alt
        ;;
        expect  110, r10, 0xffff0000ffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        mux1 r10 = r8, @alt
        ;;
        expect  110, r10, 0x7f8000ffff00ff01
        movl    r8 = 0x53c9f42c0c9f5c52
        movl    r9 = 0xe1c773069553e9d9
        ;;
        mux1 r10 = r8, @alt
        ;;
        expect  110, r10, 0x53f40c5cc92c9f52
        movl    r8 = 0x7770aaf1a9a37bdd
        movl    r9 = 0x52694c994f8039ce
        ;;
        mux1 r10 = r8, @alt
        ;;
        expect  110, r10, 0x77aaa97b70f1a3dd
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        mux1 r10 = r8, @brcst
        ;;
        expect  111, r10, 0xffffffffffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        mux1 r10 = r8, @brcst
        ;;
        expect  111, r10, 0x0
        movl    r8 = 0xbe0643ab18089c8a
        movl    r9 = 0x38b6ac195c623642
        ;;
        mux1 r10 = r8, @brcst
        ;;
        expect  111, r10, 0x8a8a8a8a8a8a8a8a
        movl    r8 = 0xd6caef950ea0811
        movl    r9 = 0x4e30a3a4a324343f
        ;;
        mux1 r10 = r8, @brcst
        ;;
        expect  111, r10, 0x1111111111111111
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        mux2 r10 = r8, 0x1b
        ;;
        expect  112, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mux2 r10 = r8, 0x1b
        ;;
        expect  112, r10, 0x1000000000000
        movl    r8 = 0x21ed213a0d9c2026
        movl    r9 = 0xfb24746492e8fe29
        ;;
        mux2 r10 = r8, 0x1b
        ;;
        expect  112, r10, 0x20260d9c213a21ed
        movl    r8 = 0xdd080734e099d7bb
        movl    r9 = 0x45dbef1107c0e820
        ;;
        mux2 r10 = r8, 0x1b
        ;;
        expect  112, r10, 0xd7bbe0990734dd08
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mux2 r10 = r8, 0xe4
        ;;
        expect  113, r10, 0x8000000000000000
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        mux2 r10 = r8, 0xe4
        ;;
        expect  113, r10, 0x0
        movl    r8 = 0xedb194bc8b65f3ef
        movl    r9 = 0xae6acf67e21568b4
        ;;
        mux2 r10 = r8, 0xe4
        ;;
        expect  113, r10, 0xedb194bc8b65f3ef
        movl    r8 = 0xeda834b561165139
        movl    r9 = 0xb6f0e375a88f7e82
        ;;
        mux2 r10 = r8, 0xe4
        ;;
        expect  113, r10, 0xeda834b561165139
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        mux2 r10 = r8, 0x0
        ;;
        expect  114, r10, 0xffffffffffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        mux2 r10 = r8, 0x0
        ;;
        expect  114, r10, 0xff00ff00ff00ff00
        movl    r8 = 0xdb84f984ea74a70a
        movl    r9 = 0x20d80200a9b5c06c
        ;;
        mux2 r10 = r8, 0x0
        ;;
        expect  114, r10, 0xa70aa70aa70aa70a
        movl    r8 = 0xf7e2e7c24b366298
        movl    r9 = 0x30ce634af5947bc7
        ;;
        mux2 r10 = r8, 0x0
        ;;
        expect  114, r10, 0x6298629862986298
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        mux2 r10 = r8, 0xd8
        ;;
        expect  115, r10, 0x80007f807fffff00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        mux2 r10 = r8, 0xd8
        ;;
        expect  115, r10, 0x7fff00ff8000ff01
        movl    r8 = 0xeed0ea25b21839cb
        movl    r9 = 0x735eefe61899f5dd
        ;;
        mux2 r10 = r8, 0xd8
        ;;
        expect  115, r10, 0xeed0b218ea2539cb
        movl    r8 = 0x39b224e5249081d4
        movl    r9 = 0x891e962a61f7633e
        ;;
        mux2 r10 = r8, 0xd8
        ;;
        expect  115, r10, 0x39b2249024e581d4
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        mux2 r10 = r8, 0x72
        ;;
        expect  116, r10, 0x7f808000ff007fff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        mux2 r10 = r8, 0x72
        ;;
        expect  116, r10, 0x800000000000
        movl    r8 = 0x577cb50f5e618c7
        movl    r9 = 0x109d1dcecff9d86d
        ;;
        mux2 r10 = r8, 0x72
        ;;
        expect  116, r10, 0xf5e6057718c7cb50
        movl    r8 = 0x613e8bd73af89205
        movl    r9 = 0xb35f3da7c4e70cf6
        ;;
        mux2 r10 = r8, 0x72
        ;;
        expect  116, r10, 0x3af8613e92058bd7
        end_of_checks
