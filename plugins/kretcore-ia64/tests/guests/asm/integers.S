// Written by generate.py.
#include "check.h"

        start
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        add r10 = r8, r9
        ;;
        expect  1, r10, 0x7fff7f80ff00
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        add r10 = r8, r9
        ;;
        expect  1, r10, 0xfffffffe
        movl    r8 = 0xb46ee1da317017a6
        movl    r9 = 0x15ceb3a10b3510b0
        ;;
        add r10 = r8, r9
        ;;
        expect  1, r10, 0xca3d957b3ca52856
        movl    r8 = 0x3f584ad4230824d2
        movl    r9 = 0xffc6e35ccfaf0010
        ;;
        add r10 = r8, r9
        ;;
        expect  1, r10, 0x3f1f2e30f2b724e2
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        add r10 = r8, r9, 1
        ;;
        expect  2, r10, 0x8000000100000000
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        add r10 = r8, r9, 1
        ;;
        expect  2, r10, 0x100000000000081
        movl    r8 = 0x74007cb47cc661e9
        movl    r9 = 0x7eb72f8263f65da8
        ;;
        add r10 = r8, r9, 1
        ;;
        expect  2, r10, 0xf2b7ac36e0bcbf92
        movl    r8 = 0x31360a4092b850ad
        movl    r9 = 0xd49d0ac1e5b80638
        ;;
        add r10 = r8, r9, 1
        ;;
        expect  2, r10, 0x5d31502787056e6
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        sub r10 = r8, r9
        ;;
        expect  3, r10, 0xfffffffe
        movl    r8 = 0x100000000000080
        movl    r9 = 0x8000000000000000
        ;;
        sub r10 = r8, r9
        ;;
        expect  3, r10, 0x8100000000000080
        movl    r8 = 0x51e2670c24f6aa8
        movl    r9 = 0x444adf42b37f5722
        ;;
        sub r10 = r8, r9
        ;;
        expect  3, r10, 0xc0d3472e0ed01386
        movl    r8 = 0x685ca8af852a5fba
        movl    r9 = 0xe6edaf80796d3bc4
        ;;
        sub r10 = r8, r9
        ;;
        expect  3, r10, 0x816ef92f0bbd23f6
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        sub r10 = r8, r9, 1
        ;;
        expect  4, r10, 0xfffffffd
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        sub r10 = r8, r9, 1
        ;;
        expect  4, r10, 0x7fff800000fffeff
        movl    r8 = 0xd0718c1afdd9a78d
        movl    r9 = 0x62e917d310269470
        ;;
        sub r10 = r8, r9, 1
        ;;
        expect  4, r10, 0x6d887447edb3131c
        movl    r8 = 0xd45c39a39ec353c1
        movl    r9 = 0x1b941f4360908405
        ;;
        sub r10 = r8, r9, 1
        ;;
        expect  4, r10, 0xb8c81a603e32cfbb
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        sub r10 = -128, r8
        ;;
        expect  5, r10, 0xffffffffffffff80
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x1
        ;;
        sub r10 = -128, r8
        ;;
        expect  5, r10, 0x7fffffffffffff80
        movl    r8 = 0xe744b24e7f61701e
        movl    r9 = 0x844dbc0ca65423a9
        ;;
        sub r10 = -128, r8
        ;;
        expect  5, r10, 0x18bb4db1809e8f62
        movl    r8 = 0x353a0106e6c08269
        movl    r9 = 0xcef2d30194df943c
        ;;
        sub r10 = -128, r8
        ;;
        expect  5, r10, 0xcac5fef9193f7d17
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        and r10 = -128, r8
        ;;
        expect  6, r10, 0xffffffffffffff80
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        and r10 = -128, r8
        ;;
        expect  6, r10, 0x0
        movl    r8 = 0x31a06a7cb3aa75ab
        movl    r9 = 0xf22ff5fd25f0f212
        ;;
        and r10 = -128, r8
        ;;
        expect  6, r10, 0x31a06a7cb3aa7580
        movl    r8 = 0x9436d6f6dc3d716b
        movl    r9 = 0xba9be85a74cda9c4
        ;;
        and r10 = -128, r8
        ;;
        expect  6, r10, 0x9436d6f6dc3d7100
        movl    r8 = 0x100000000000080
        movl    r9 = 0x7fff800000ffff01
        ;;
        or r10 = -128, r8
        ;;
        expect  7, r10, 0xffffffffffffff80
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        or r10 = -128, r8
        ;;
        expect  7, r10, 0xffffffffffffff80
        movl    r8 = 0x28865529228dc519
        movl    r9 = 0x99ef936ac3a8db56
        ;;
        or r10 = -128, r8
        ;;
        expect  7, r10, 0xffffffffffffff99
        movl    r8 = 0x8824918818fd64f7
        movl    r9 = 0x50545214b0afb81e
        ;;
        or r10 = -128, r8
        ;;
        expect  7, r10, 0xfffffffffffffff7
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        xor r10 = -128, r8
        ;;
        expect  8, r10, 0x7fff8000807f0080
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x7fff800000ffff01
        ;;
        xor r10 = -128, r8
        ;;
        expect  8, r10, 0x7fffffffffffff80
        movl    r8 = 0x5b11b76f2670e098
        movl    r9 = 0x48cb74a9875a34f2
        ;;
        xor r10 = -128, r8
        ;;
        expect  8, r10, 0xa4ee4890d98f1f18
        movl    r8 = 0xa834d5808281a6bf
        movl    r9 = 0xcee116191248a2a4
        ;;
        xor r10 = -128, r8
        ;;
        expect  8, r10, 0x57cb2a7f7d7e593f
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        andcm r10 = -128, r8
        ;;
        expect  9, r10, 0x7fffffffffffff80
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        andcm r10 = -128, r8
        ;;
        expect  9, r10, 0x7fffffffffffff80
        movl    r8 = 0x57de014c4bb36ec8
        movl    r9 = 0x444fc6f938443e4f
        ;;
        andcm r10 = -128, r8
        ;;
        expect  9, r10, 0xa821feb3b44c9100
        movl    r8 = 0x6c64107f089d8567
        movl    r9 = 0x607e39d14138cad2
        ;;
        andcm r10 = -128, r8
        ;;
        expect  9, r10, 0x939bef80f7627a80
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        sub r10 = -1, r8
        ;;
        expect  10, r10, 0x80007fffff0000fe
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffff
        ;;
        sub r10 = -1, r8
        ;;
        expect  10, r10, 0x0
        movl    r8 = 0x2a8ae1661dc35c7f
        movl    r9 = 0xa9c59a2deebb3167
        ;;
        sub r10 = -1, r8
        ;;
        expect  10, r10, 0xd5751e99e23ca380
        movl    r8 = 0xf98f7a0dda23cea1
        movl    r9 = 0x33a9b4bb068fe849
        ;;
        sub r10 = -1, r8
        ;;
        expect  10, r10, 0x67085f225dc315e
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        and r10 = -1, r8
        ;;
        expect  11, r10, 0xffffffffffffffff
        movl    r8 = 0x1
        movl    r9 = 0x0
        ;;
        and r10 = -1, r8
        ;;
        expect  11, r10, 0x1
        movl    r8 = 0xc3a90b68cbe20b11
        movl    r9 = 0x57813f856165598c
        ;;
        and r10 = -1, r8
        ;;
        expect  11, r10, 0xc3a90b68cbe20b11
        movl    r8 = 0x2b8f6916d61e17ed
        movl    r9 = 0x6f83f5be91b23a19
        ;;
        and r10 = -1, r8
        ;;
        expect  11, r10, 0x2b8f6916d61e17ed
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        or r10 = -1, r8
        ;;
        expect  12, r10, 0xffffffffffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        or r10 = -1, r8
        ;;
        expect  12, r10, 0xffffffffffffffff
        movl    r8 = 0x6aff8737683b4eb1
        movl    r9 = 0x96a881fe148405df
        ;;
        or r10 = -1, r8
        ;;
        expect  12, r10, 0xffffffffffffffff
        movl    r8 = 0x49eb257711e9e991
        movl    r9 = 0x18593dfbb7831712
        ;;
        or r10 = -1, r8
        ;;
        expect  12, r10, 0xffffffffffffffff
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        xor r10 = -1, r8
        ;;
        expect  13, r10, 0xffffffffffffffff
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        xor r10 = -1, r8
        ;;
        expect  13, r10, 0xfffffffffffffffe
        movl    r8 = 0xcec56a512756064e
        movl    r9 = 0x8142a736efbbf85f
        ;;
        xor r10 = -1, r8
        ;;
        expect  13, r10, 0x313a95aed8a9f9b1
        movl    r8 = 0xb54b1c5a7cfd3fcc
        movl    r9 = 0xfae5f845260642c1
        ;;
        xor r10 = -1, r8
        ;;
        expect  13, r10, 0x4ab4e3a58302c033
        movl    r8 = 0x1
        movl    r9 = 0x8000000000000000
        ;;
        andcm r10 = -1, r8
        ;;
        expect  14, r10, 0xfffffffffffffffe
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        andcm r10 = -1, r8
        ;;
        expect  14, r10, 0xffffffffffffffff
        movl    r8 = 0x62e6b76c573e304f
        movl    r9 = 0x92dc1b6aa88045e0
        ;;
        andcm r10 = -1, r8
        ;;
        expect  14, r10, 0x9d194893a8c1cfb0
        movl    r8 = 0xbe6686fa1ee966aa
        movl    r9 = 0x59f840584ca632b1
        ;;
        andcm r10 = -1, r8
        ;;
        expect  14, r10, 0x41997905e1169955
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        sub r10 = 0, r8
        ;;
        expect  15, r10, 0x7fff8000807f0100
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        sub r10 = 0, r8
        ;;
        expect  15, r10, 0x0
        movl    r8 = 0xf87ce0635c7ee33
        movl    r9 = 0x9e04c484e00bbe3f
        ;;
        sub r10 = 0, r8
        ;;
        expect  15, r10, 0xf07831f9ca3811cd
        movl    r8 = 0xe2061071087aa5e6
        movl    r9 = 0xde7075cdf714e901
        ;;
        sub r10 = 0, r8
        ;;
        expect  15, r10, 0x1df9ef8ef7855a1a
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        and r10 = 0, r8
        ;;
        expect  16, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        and r10 = 0, r8
        ;;
        expect  16, r10, 0x0
        movl    r8 = 0x1ef6a9757107b574
        movl    r9 = 0x33514fc31556bd9f
        ;;
        and r10 = 0, r8
        ;;
        expect  16, r10, 0x0
        movl    r8 = 0x3956f6809afb9c51
        movl    r9 = 0xcfb67d0f7f4906cc
        ;;
        and r10 = 0, r8
        ;;
        expect  16, r10, 0x0
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        or r10 = 0, r8
        ;;
        expect  17, r10, 0x100000000000080
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        or r10 = 0, r8
        ;;
        expect  17, r10, 0xffffffff
        movl    r8 = 0x94ab25891bc4078e
        movl    r9 = 0x73e3705db890ebcb
        ;;
        or r10 = 0, r8
        ;;
        expect  17, r10, 0x94ab25891bc4078e
        movl    r8 = 0x205f263ca5ddc167
        movl    r9 = 0x7081ffeab8271518
        ;;
        or r10 = 0, r8
        ;;
        expect  17, r10, 0x205f263ca5ddc167
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        xor r10 = 0, r8
        ;;
        expect  18, r10, 0x1
        movl    r8 = 0xffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        xor r10 = 0, r8
        ;;
        expect  18, r10, 0xffffffff
        movl    r8 = 0x39bba7f27490eac9
        movl    r9 = 0x328fcf670d098010
        ;;
        xor r10 = 0, r8
        ;;
        expect  18, r10, 0x39bba7f27490eac9
        movl    r8 = 0x723b90b60c867715
        movl    r9 = 0x1bb1e2401c846989
        ;;
        xor r10 = 0, r8
        ;;
        expect  18, r10, 0x723b90b60c867715
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        andcm r10 = 0, r8
        ;;
        expect  19, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        andcm r10 = 0, r8
        ;;
        expect  19, r10, 0x0
        movl    r8 = 0x6eb31588d44ab53b
        movl    r9 = 0x17e4d8d28723160d
        ;;
        andcm r10 = 0, r8
        ;;
        expect  19, r10, 0x0
        movl    r8 = 0xf7c0cb4afa8910de
        movl    r9 = 0xc1710ba6bfbc494b
        ;;
        andcm r10 = 0, r8
        ;;
        expect  19, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        sub r10 = 99, r8
        ;;
        expect  20, r10, 0x8000000000000063
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        sub r10 = 99, r8
        ;;
        expect  20, r10, 0x7fff8000807f0163
        movl    r8 = 0x85113bd3be739364
        movl    r9 = 0x32388d28a5b3998b
        ;;
        sub r10 = 99, r8
        ;;
        expect  20, r10, 0x7aeec42c418c6cff
        movl    r8 = 0x4a207a5f01b61f99
        movl    r9 = 0x4be649d89cf8a191
        ;;
        sub r10 = 99, r8
        ;;
        expect  20, r10, 0xb5df85a0fe49e0ca
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        and r10 = 99, r8
        ;;
        expect  21, r10, 0x1
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        and r10 = 99, r8
        ;;
        expect  21, r10, 0x63
        movl    r8 = 0x4be223b8a1e11447
        movl    r9 = 0x8c1e61da14621167
        ;;
        and r10 = 99, r8
        ;;
        expect  21, r10, 0x43
        movl    r8 = 0xfa0fcadb6b633fc2
        movl    r9 = 0x5e8769e5be85a881
        ;;
        and r10 = 99, r8
        ;;
        expect  21, r10, 0x42
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        or r10 = 99, r8
        ;;
        expect  22, r10, 0x80007fff7f80ff63
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        or r10 = 99, r8
        ;;
        expect  22, r10, 0x80007fff7f80ff63
        movl    r8 = 0xd880e283a6c10ee3
        movl    r9 = 0x321c16311bfafba8
        ;;
        or r10 = 99, r8
        ;;
        expect  22, r10, 0xd880e283a6c10ee3
        movl    r8 = 0x5eb67ffe7c36d388
        movl    r9 = 0xf565bb5360ebb07e
        ;;
        or r10 = 99, r8
        ;;
        expect  22, r10, 0x5eb67ffe7c36d3eb
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x8000000000000000
        ;;
        xor r10 = 99, r8
        ;;
        expect  23, r10, 0x7fff800000ffff62
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        xor r10 = 99, r8
        ;;
        expect  23, r10, 0x7fff800000ffff62
        movl    r8 = 0x622b59419cefc262
        movl    r9 = 0xeb416632d7b71a7d
        ;;
        xor r10 = 99, r8
        ;;
        expect  23, r10, 0x622b59419cefc201
        movl    r8 = 0x860e6317af30d726
        movl    r9 = 0xb0cd59bbefa0e7fc
        ;;
        xor r10 = 99, r8
        ;;
        expect  23, r10, 0x860e6317af30d745
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        andcm r10 = 99, r8
        ;;
        expect  24, r10, 0x63
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        andcm r10 = 99, r8
        ;;
        expect  24, r10, 0x0
        movl    r8 = 0xd29bd15e7d6cdb34
        movl    r9 = 0x81dfb570876833e9
        ;;
        andcm r10 = 99, r8
        ;;
        expect  24, r10, 0x43
        movl    r8 = 0x14fc9a3dd693cfe3
        movl    r9 = 0x29d7ae8644d31236
        ;;
        andcm r10 = 99, r8
        ;;
        expect  24, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        sub r10 = 127, r8
        ;;
        expect  25, r10, 0x7e
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        sub r10 = 127, r8
        ;;
        expect  25, r10, 0x80007fffff00017e
        movl    r8 = 0x1df67f0dc7b23903
        movl    r9 = 0xd44f30249fe2c78e
        ;;
        sub r10 = 127, r8
        ;;
        expect  25, r10, 0xe20980f2384dc77c
        movl    r8 = 0x46212c10d330b270
        movl    r9 = 0x4aa95415fc9a7ec3
        ;;
        sub r10 = 127, r8
        ;;
        expect  25, r10, 0xb9ded3ef2ccf4e0f
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x7fff800000ffff01
        ;;
        and r10 = 127, r8
        ;;
        expect  26, r10, 0x1
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        and r10 = 127, r8
        ;;
        expect  26, r10, 0x1
        movl    r8 = 0x5c821f3c3e9a0356
        movl    r9 = 0xf72771983eeb6c73
        ;;
        and r10 = 127, r8
        ;;
        expect  26, r10, 0x56
        movl    r8 = 0xca4819423f7df7e8
        movl    r9 = 0xbf54b97881350133
        ;;
        and r10 = 127, r8
        ;;
        expect  26, r10, 0x68
        movl    r8 = 0x100000000000080
        movl    r9 = 0x8000000000000000
        ;;
        or r10 = 127, r8
        ;;
        expect  27, r10, 0x1000000000000ff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        or r10 = 127, r8
        ;;
        expect  27, r10, 0x800000000000007f
        movl    r8 = 0x7f2459b05e315843
        movl    r9 = 0x1b1246dec7e04d15
        ;;
        or r10 = 127, r8
        ;;
        expect  27, r10, 0x7f2459b05e31587f
        movl    r8 = 0x1c938abbcb1ebdab
        movl    r9 = 0x158fb20463501249
        ;;
        or r10 = 127, r8
        ;;
        expect  27, r10, 0x1c938abbcb1ebdff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffff
        ;;
        xor r10 = 127, r8
        ;;
        expect  28, r10, 0xffffffffffffff80
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        xor r10 = 127, r8
        ;;
        expect  28, r10, 0x7f
        movl    r8 = 0x9c3bb18005a7a1c8
        movl    r9 = 0xaf5ebc6930f551e2
        ;;
        xor r10 = 127, r8
        ;;
        expect  28, r10, 0x9c3bb18005a7a1b7
        movl    r8 = 0x164891df43bf0c71
        movl    r9 = 0x7672ea69186e7ad0
        ;;
        xor r10 = 127, r8
        ;;
        expect  28, r10, 0x164891df43bf0c0e
        movl    r8 = 0x100000000000080
        movl    r9 = 0x7fff800000ffff01
        ;;
        andcm r10 = 127, r8
        ;;
        expect  29, r10, 0x7f
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        andcm r10 = 127, r8
        ;;
        expect  29, r10, 0x7e
        movl    r8 = 0x5b89c0c89b6a0547
        movl    r9 = 0xfb10569fdd715284
        ;;
        andcm r10 = 127, r8
        ;;
        expect  29, r10, 0x38
        movl    r8 = 0x10e3a699a717ef84
        movl    r9 = 0xca65572051e63e62
        ;;
        andcm r10 = 127, r8
        ;;
        expect  29, r10, 0x7b
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        adds r10 = -8192, r8
        ;;
        expect  30, r10, 0xffffffffffffe000
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        adds r10 = -8192, r8
        ;;
        expect  30, r10, 0xffffffffffffdfff
        movl    r8 = 0xd414f25efeb4911e
        movl    r9 = 0xd09704801331968a
        ;;
        adds r10 = -8192, r8
        ;;
        expect  30, r10, 0xd414f25efeb4711e
        movl    r8 = 0xb986ea793b114848
        movl    r9 = 0x99886455097cda70
        ;;
        adds r10 = -8192, r8
        ;;
        expect  30, r10, 0xb986ea793b112848
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x8000000000000000
        ;;
        addp4 r10 = -8192, r8
        ;;
        expect  31, r10, 0x200000007f80df00
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        addp4 r10 = -8192, r8
        ;;
        expect  31, r10, 0xffdf01
        movl    r8 = 0x53a89717f79b37b5
        movl    r9 = 0x8522435710ec8c94
        ;;
        addp4 r10 = -8192, r8
        ;;
        expect  31, r10, 0x60000000f79b17b5
        movl    r8 = 0x1d2eb7f8e66e3389
        movl    r9 = 0xb8ac961dea9fc105
        ;;
        addp4 r10 = -8192, r8
        ;;
        expect  31, r10, 0x60000000e66e1389
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        adds r10 = -1, r8
        ;;
        expect  32, r10, 0x80007fff7f80feff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        adds r10 = -1, r8
        ;;
        expect  32, r10, 0xfffffffffffffffe
        movl    r8 = 0xe4bf995f414211f2
        movl    r9 = 0x2615392763a8aa0c
        ;;
        adds r10 = -1, r8
        ;;
        expect  32, r10, 0xe4bf995f414211f1
        movl    r8 = 0xba50bb756e64c9bc
        movl    r9 = 0x10ac4993c83e75d1
        ;;
        adds r10 = -1, r8
        ;;
        expect  32, r10, 0xba50bb756e64c9bb
        movl    r8 = 0x1
        movl    r9 = 0x8000000000000000
        ;;
        addp4 r10 = -1, r8
        ;;
        expect  33, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x7fff800000ffff01
        ;;
        addp4 r10 = -1, r8
        ;;
        expect  33, r10, 0x0
        movl    r8 = 0x2d3b28b5eccec8fd
        movl    r9 = 0xbfd90d345642ef87
        ;;
        addp4 r10 = -1, r8
        ;;
        expect  33, r10, 0x60000000eccec8fc
        movl    r8 = 0x1be8130d32ecef2a
        movl    r9 = 0xd064caaf20d98c3
        ;;
        addp4 r10 = -1, r8
        ;;
        expect  33, r10, 0x32ecef29
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        adds r10 = 0, r8
        ;;
        expect  34, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        adds r10 = 0, r8
        ;;
        expect  34, r10, 0xffffffffffffffff
        movl    r8 = 0xe1c443b54b9f8b59
        movl    r9 = 0xbc74303a3e043601
        ;;
        adds r10 = 0, r8
        ;;
        expect  34, r10, 0xe1c443b54b9f8b59
        movl    r8 = 0x7a98839e801a5961
        movl    r9 = 0x90163e4a1c67b686
        ;;
        adds r10 = 0, r8
        ;;
        expect  34, r10, 0x7a98839e801a5961
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        addp4 r10 = 0, r8
        ;;
        expect  35, r10, 0x1
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        addp4 r10 = 0, r8
        ;;
        expect  35, r10, 0x60000000ffffffff
        movl    r8 = 0x37d1325753abcb92
        movl    r9 = 0x2c848565686705f6
        ;;
        addp4 r10 = 0, r8
        ;;
        expect  35, r10, 0x2000000053abcb92
        movl    r8 = 0x229123972b410ae3
        movl    r9 = 0x70bf13e2c315f009
        ;;
        addp4 r10 = 0, r8
        ;;
        expect  35, r10, 0x2b410ae3
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        adds r10 = 8191, r8
        ;;
        expect  36, r10, 0x1fff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        adds r10 = 8191, r8
        ;;
        expect  36, r10, 0x7fff800001001f00
        movl    r8 = 0xefbf3ba9d07b51fd
        movl    r9 = 0x940e66536fc36a6d
        ;;
        adds r10 = 8191, r8
        ;;
        expect  36, r10, 0xefbf3ba9d07b71fc
        movl    r8 = 0xe5849a73afc1bf85
        movl    r9 = 0xec35ae21bcbf2dd1
        ;;
        adds r10 = 8191, r8
        ;;
        expect  36, r10, 0xe5849a73afc1df84
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        addp4 r10 = 8191, r8
        ;;
        expect  37, r10, 0x200000007f811eff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffffffffffff
        ;;
        addp4 r10 = 8191, r8
        ;;
        expect  37, r10, 0x200000007f811eff
        movl    r8 = 0x441fdada4f0ea8a0
        movl    r9 = 0xf2144654ae1ce25c
        ;;
        addp4 r10 = 8191, r8
        ;;
        expect  37, r10, 0x200000004f0ec89f
        movl    r8 = 0xd540dcd379d2d6b1
        movl    r9 = 0xd6c65f3f20bd6018
        ;;
        addp4 r10 = 8191, r8
        ;;
        expect  37, r10, 0x2000000079d2f6b0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        mov r10 = -2097152
        ;;
        expect  38, r10, 0xffffffffffe00000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x8000000000000000
        ;;
        mov r10 = -2097152
        ;;
        expect  38, r10, 0xffffffffffe00000
        movl    r8 = 0x86c91c53918a7d55
        movl    r9 = 0xc4480db964021bd7
        ;;
        mov r10 = -2097152
        ;;
        expect  38, r10, 0xffffffffffe00000
        movl    r8 = 0xd32ad73e2281627f
        movl    r9 = 0xa5be717b7d1f496b
        ;;
        mov r10 = -2097152
        ;;
        expect  38, r10, 0xffffffffffe00000
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        mov r10 = -300000
        ;;
        expect  39, r10, 0xfffffffffffb6c20
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        mov r10 = -300000
        ;;
        expect  39, r10, 0xfffffffffffb6c20
        movl    r8 = 0x8f2839c0834d8a3
        movl    r9 = 0x5f19b149de7308e4
        ;;
        mov r10 = -300000
        ;;
        expect  39, r10, 0xfffffffffffb6c20
        movl    r8 = 0xf1db114c81b0d327
        movl    r9 = 0x58d7eb6c4bcc66c9
        ;;
        mov r10 = -300000
        ;;
        expect  39, r10, 0xfffffffffffb6c20
        movl    r8 = 0xffffffff
        movl    r9 = 0x0
        ;;
        mov r10 = 2097151
        ;;
        expect  40, r10, 0x1fffff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        mov r10 = 2097151
        ;;
        expect  40, r10, 0x1fffff
        movl    r8 = 0xd3e62ac71467fa42
        movl    r9 = 0x72ec169b2f457d9e
        ;;
        mov r10 = 2097151
        ;;
        expect  40, r10, 0x1fffff
        movl    r8 = 0xf2a7567294756f8e
        movl    r9 = 0xc48f4728209d8492
        ;;
        mov r10 = 2097151
        ;;
        expect  40, r10, 0x1fffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        and r10 = r8, r9
        ;;
        expect  41, r10, 0x1
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        and r10 = r8, r9
        ;;
        expect  41, r10, 0x0
        movl    r8 = 0x99eb29f3fce66478
        movl    r9 = 0xa7eacd4ab7399642
        ;;
        and r10 = r8, r9
        ;;
        expect  41, r10, 0x81ea0942b4200440
        movl    r8 = 0xfc6087905e646b01
        movl    r9 = 0x5baecf97fbed79b8
        ;;
        and r10 = r8, r9
        ;;
        expect  41, r10, 0x582087905a646900
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        or r10 = r8, r9
        ;;
        expect  42, r10, 0x80007fff7f80ff01
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        or r10 = r8, r9
        ;;
        expect  42, r10, 0x100000000000081
        movl    r8 = 0x2b74517bd7e40ec0
        movl    r9 = 0x3c5b1a90a56be859
        ;;
        or r10 = r8, r9
        ;;
        expect  42, r10, 0x3f7f5bfbf7efeed9
        movl    r8 = 0x5d7cb8dc7a11127f
        movl    r9 = 0x58a59d84938e2158
        ;;
        or r10 = r8, r9
        ;;
        expect  42, r10, 0x5dfdbddcfb9f337f
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        xor r10 = r8, r9
        ;;
        expect  43, r10, 0x80007fff807f00ff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        xor r10 = r8, r9
        ;;
        expect  43, r10, 0x80007fff7f80ff00
        movl    r8 = 0x2404b048bc088933
        movl    r9 = 0xb5bd66e5edc5f4e7
        ;;
        xor r10 = r8, r9
        ;;
        expect  43, r10, 0x91b9d6ad51cd7dd4
        movl    r8 = 0xe3fd179da9baa011
        movl    r9 = 0x502920f2a6949bcd
        ;;
        xor r10 = r8, r9
        ;;
        expect  43, r10, 0xb3d4376f0f2e3bdc
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        andcm r10 = r8, r9
        ;;
        expect  44, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        andcm r10 = r8, r9
        ;;
        expect  44, r10, 0x0
        movl    r8 = 0x5dcdfbec7bccd642
        movl    r9 = 0x8fbe465279db01d6
        ;;
        andcm r10 = r8, r9
        ;;
        expect  44, r10, 0x5041b9ac0204d600
        movl    r8 = 0x4d3e57062c520eec
        movl    r9 = 0xa5a40a2a23b5d163
        ;;
        andcm r10 = r8, r9
        ;;
        expect  44, r10, 0x481a55040c420e8c
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        addp4 r10 = r8, r9
        ;;
        expect  45, r10, 0xffff01
        movl    r8 = 0x100000000000080
        movl    r9 = 0x7fff800000ffff01
        ;;
        addp4 r10 = r8, r9
        ;;
        expect  45, r10, 0xffff81
        movl    r8 = 0xaf3a0f439584b163
        movl    r9 = 0x744ce94c42c3bc7f
        ;;
        addp4 r10 = r8, r9
        ;;
        expect  45, r10, 0x20000000d8486de2
        movl    r8 = 0x4be4b2fad7683799
        movl    r9 = 0x673086c74a2201f6
        ;;
        addp4 r10 = r8, r9
        ;;
        expect  45, r10, 0x20000000218a398f
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        shladd r10 = r8, 1, r9
        ;;
        expect  46, r10, 0x300000000000180
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        shladd r10 = r8, 1, r9
        ;;
        expect  46, r10, 0x100000000000082
        movl    r8 = 0xa7636bb9e5e8f576
        movl    r9 = 0x574d685a705460eb
        ;;
        shladd r10 = r8, 1, r9
        ;;
        expect  46, r10, 0xa6143fce3c264bd7
        movl    r8 = 0x94115ed622c49216
        movl    r9 = 0xbc8f390cf8801522
        ;;
        shladd r10 = r8, 1, r9
        ;;
        expect  46, r10, 0xe4b1f6b93e09394e
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shladdp4 r10 = r8, 1, r9
        ;;
        expect  47, r10, 0x200000007f80ff02
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shladdp4 r10 = r8, 1, r9
        ;;
        expect  47, r10, 0x200000007f810000
        movl    r8 = 0x92abf1ed7853e916
        movl    r9 = 0x3404cd4e623539da
        ;;
        shladdp4 r10 = r8, 1, r9
        ;;
        expect  47, r10, 0x2000000052dd0c06
        movl    r8 = 0x85f63d948befd99b
        movl    r9 = 0x970ff556b5974620
        ;;
        shladdp4 r10 = r8, 1, r9
        ;;
        expect  47, r10, 0x40000000cd76f956
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        shladd r10 = r8, 2, r9
        ;;
        expect  48, r10, 0xfffffffffffffffb
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        shladd r10 = r8, 2, r9
        ;;
        expect  48, r10, 0x1
        movl    r8 = 0xcb07c3338c56bacf
        movl    r9 = 0xc2538afcaa4e28bb
        ;;
        shladd r10 = r8, 2, r9
        ;;
        expect  48, r10, 0xee7297cadba913f7
        movl    r8 = 0x37b8449e4fb78b6e
        movl    r9 = 0xa2d2e57325b8189b
        ;;
        shladd r10 = r8, 2, r9
        ;;
        expect  48, r10, 0x81b3f7ec64964653
        movl    r8 = 0xffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        shladdp4 r10 = r8, 2, r9
        ;;
        expect  49, r10, 0xfffefd
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x1
        ;;
        shladdp4 r10 = r8, 2, r9
        ;;
        expect  49, r10, 0x1
        movl    r8 = 0x95e20d10392aca5
        movl    r9 = 0xb7f1104b716f302d
        ;;
        shladdp4 r10 = r8, 2, r9
        ;;
        expect  49, r10, 0x200000007fb9e2c1
        movl    r8 = 0x363a90acd43aab30
        movl    r9 = 0x5075cc7c51003963
        ;;
        shladdp4 r10 = r8, 2, r9
        ;;
        expect  49, r10, 0x20000000a1eae623
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        shladd r10 = r8, 3, r9
        ;;
        expect  50, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        shladd r10 = r8, 3, r9
        ;;
        expect  50, r10, 0xffffffffffffffff
        movl    r8 = 0x4d6aaacc936dfb73
        movl    r9 = 0x4f837444a3fe1d73
        ;;
        shladd r10 = r8, 3, r9
        ;;
        expect  50, r10, 0xbad8caa93f6df90b
        movl    r8 = 0xb504b1402d3d467
        movl    r9 = 0x36a21b19d00386b9
        ;;
        shladd r10 = r8, 3, r9
        ;;
        expect  50, r10, 0x912473b9e6a229f1
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shladdp4 r10 = r8, 3, r9
        ;;
        expect  51, r10, 0x200000007b88f700
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        shladdp4 r10 = r8, 3, r9
        ;;
        expect  51, r10, 0x6000000000000007
        movl    r8 = 0xe949ce8e3c091c42
        movl    r9 = 0x1dde82d8c741e1
        ;;
        shladdp4 r10 = r8, 3, r9
        ;;
        expect  51, r10, 0x60000000b91023f1
        movl    r8 = 0xfafb5889de984e35
        movl    r9 = 0x188923a9ae794e83
        ;;
        shladdp4 r10 = r8, 3, r9
        ;;
        expect  51, r10, 0x40000000a33bc02b
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x100000000000080
        ;;
        shladd r10 = r8, 4, r9
        ;;
        expect  52, r10, 0x100000000000080
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        shladd r10 = r8, 4, r9
        ;;
        expect  52, r10, 0xffffffff1
        movl    r8 = 0x81b0265a6cd4919d
        movl    r9 = 0x1315736d25d3bb91
        ;;
        shladd r10 = r8, 4, r9
        ;;
        expect  52, r10, 0x2e17d913f31cd561
        movl    r8 = 0xa86ccce5255ab848
        movl    r9 = 0xc74d785ab59da4d1
        ;;
        shladd r10 = r8, 4, r9
        ;;
        expect  52, r10, 0x4e1a46ad0b492951
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        shladdp4 r10 = r8, 4, r9
        ;;
        expect  53, r10, 0x60000000f80fefff
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        shladdp4 r10 = r8, 4, r9
        ;;
        expect  53, r10, 0xffff01
        movl    r8 = 0xb1a9631168e8e6c3
        movl    r9 = 0x32faabf5a9dfc344
        ;;
        shladdp4 r10 = r8, 4, r9
        ;;
        expect  53, r10, 0x40000000386e2f74
        movl    r8 = 0x71ba538fd8cfc6e
        movl    r9 = 0x10733cbc48e356bb
        ;;
        shladdp4 r10 = r8, 4, r9
        ;;
        expect  53, r10, 0x2000000021b31d9b
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        sxt1 r10 = r8
        ;;
        expect  54, r10, 0xffffffffffffff80
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        sxt1 r10 = r8
        ;;
        expect  54, r10, 0xffffffffffffffff
        movl    r8 = 0x6599b5810e218922
        movl    r9 = 0xb16dd93fd3d004cd
        ;;
        sxt1 r10 = r8
        ;;
        expect  54, r10, 0x22
        movl    r8 = 0x435b67894f2cf90c
        movl    r9 = 0x85b670814ec8d1b0
        ;;
        sxt1 r10 = r8
        ;;
        expect  54, r10, 0xc
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        zxt1 r10 = r8
        ;;
        expect  55, r10, 0x1
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        zxt1 r10 = r8
        ;;
        expect  55, r10, 0xff
        movl    r8 = 0xb154a7dbb408ef95
        movl    r9 = 0xb378fbe1b1e23fa4
        ;;
        zxt1 r10 = r8
        ;;
        expect  55, r10, 0x95
        movl    r8 = 0x3060ba713602e2c4
        movl    r9 = 0xcead82df1ca5f878
        ;;
        zxt1 r10 = r8
        ;;
        expect  55, r10, 0xc4
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        sxt2 r10 = r8
        ;;
        expect  56, r10, 0x80
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x8000000000000000
        ;;
        sxt2 r10 = r8
        ;;
        expect  56, r10, 0xffffffffffffff00
        movl    r8 = 0xe8157677a74d58e9
        movl    r9 = 0x6f544da81514947f
        ;;
        sxt2 r10 = r8
        ;;
        expect  56, r10, 0x58e9
        movl    r8 = 0xe49b83e1588cc433
        movl    r9 = 0xd331c014818c44cc
        ;;
        sxt2 r10 = r8
        ;;
        expect  56, r10, 0xffffffffffffc433
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        zxt2 r10 = r8
        ;;
        expect  57, r10, 0x80
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffffffffffff
        ;;
        zxt2 r10 = r8
        ;;
        expect  57, r10, 0xff00
        movl    r8 = 0x2a6996a59de54fa0
        movl    r9 = 0x18c5d5be78094d93
        ;;
        zxt2 r10 = r8
        ;;
        expect  57, r10, 0x4fa0
        movl    r8 = 0x84cd396438a06493
        movl    r9 = 0x5639e0c5cbecdd51
        ;;
        zxt2 r10 = r8
        ;;
        expect  57, r10, 0x6493
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        sxt4 r10 = r8
        ;;
        expect  58, r10, 0xffffffffffffffff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        sxt4 r10 = r8
        ;;
        expect  58, r10, 0x0
        movl    r8 = 0xad1aa7f3b901e4db
        movl    r9 = 0xeb63097c98ee483c
        ;;
        sxt4 r10 = r8
        ;;
        expect  58, r10, 0xffffffffb901e4db
        movl    r8 = 0x5678e445337291ec
        movl    r9 = 0x20df5ecab006e5cb
        ;;
        sxt4 r10 = r8
        ;;
        expect  58, r10, 0x337291ec
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        zxt4 r10 = r8
        ;;
        expect  59, r10, 0xffff01
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        zxt4 r10 = r8
        ;;
        expect  59, r10, 0x80
        movl    r8 = 0x924756c6fe1fdb19
        movl    r9 = 0xa92d2eed2417a30e
        ;;
        zxt4 r10 = r8
        ;;
        expect  59, r10, 0xfe1fdb19
        movl    r8 = 0xb84fb0bb3c937ed8
        movl    r9 = 0x65d188649804037c
        ;;
        zxt4 r10 = r8
        ;;
        expect  59, r10, 0x3c937ed8
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        shl r10 = r8, r9
        ;;
        expect  60, r10, 0x80007fff7f80ff00
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xd
        ;;
        shl r10 = r8, r9
        ;;
        expect  60, r10, 0xfffeff01fe00000
        movl    r8 = 0x4f73332cc4d41a50
        movl    r9 = 0x40
        ;;
        shl r10 = r8, r9
        ;;
        expect  60, r10, 0x0
        movl    r8 = 0xecc23bd3db5ed8f7
        movl    r9 = 0xffffffffffffffff
        ;;
        shl r10 = r8, r9
        ;;
        expect  60, r10, 0x0
        movl    r8 = 0xecc23bd3db5ed8f7
        movl    r9 = 0x1f
        ;;
        shl r10 = r8, r9
        ;;
        expect  60, r10, 0xedaf6c7b80000000
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        shr r10 = r8, r9
        ;;
        expect  61, r10, 0x8000000000000000
        movl    r8 = 0x0
        movl    r9 = 0xd
        ;;
        shr r10 = r8, r9
        ;;
        expect  61, r10, 0x0
        movl    r8 = 0xb459165df1d82a79
        movl    r9 = 0x40
        ;;
        shr r10 = r8, r9
        ;;
        expect  61, r10, 0xffffffffffffffff
        movl    r8 = 0x51a3da42801ec5a1
        movl    r9 = 0xffffffffffffffff
        ;;
        shr r10 = r8, r9
        ;;
        expect  61, r10, 0x0
        movl    r8 = 0x51a3da42801ec5a1
        movl    r9 = 0x1f
        ;;
        shr r10 = r8, r9
        ;;
        expect  61, r10, 0xa347b485
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        shr.u r10 = r8, r9
        ;;
        expect  62, r10, 0x100000000000080
        movl    r8 = 0x1
        movl    r9 = 0xd
        ;;
        shr.u r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0x3f94126a32c2e838
        movl    r9 = 0x40
        ;;
        shr.u r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0xf532179131a92f2
        movl    r9 = 0xffffffffffffffff
        ;;
        shr.u r10 = r8, r9
        ;;
        expect  62, r10, 0x0
        movl    r8 = 0xf532179131a92f2
        movl    r9 = 0x1f
        ;;
        shr.u r10 = r8, r9
        ;;
        expect  62, r10, 0x1ea642f2
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        shl r10 = r8, 0
        ;;
        expect  63, r10, 0x100000000000080
        movl    r8 = 0x100000000000080
        movl    r9 = 0x7fff800000ffff01
        ;;
        shl r10 = r8, 0
        ;;
        expect  63, r10, 0x100000000000080
        movl    r8 = 0xf1205de1a0f00a60
        movl    r9 = 0xe44ff14cf85bd898
        ;;
        shl r10 = r8, 0
        ;;
        expect  63, r10, 0xf1205de1a0f00a60
        movl    r8 = 0xf2048b6f33a6f35
        movl    r9 = 0xd64d8ed97a3dd45d
        ;;
        shl r10 = r8, 0
        ;;
        expect  63, r10, 0xf2048b6f33a6f35
        movl    r8 = 0x100000000000080
        movl    r9 = 0x8000000000000000
        ;;
        shr r10 = r8, 0
        ;;
        expect  64, r10, 0x100000000000080
        movl    r8 = 0x0
        movl    r9 = 0xffffffff
        ;;
        shr r10 = r8, 0
        ;;
        expect  64, r10, 0x0
        movl    r8 = 0x72e28bddf092affb
        movl    r9 = 0x795eee9c85ee467a
        ;;
        shr r10 = r8, 0
        ;;
        expect  64, r10, 0x72e28bddf092affb
        movl    r8 = 0xcd83d0ace060284f
        movl    r9 = 0x28e8a632ab242da8
        ;;
        shr r10 = r8, 0
        ;;
        expect  64, r10, 0xcd83d0ace060284f
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        shr.u r10 = r8, 0
        ;;
        expect  65, r10, 0x1
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x7fff800000ffff01
        ;;
        shr.u r10 = r8, 0
        ;;
        expect  65, r10, 0x80007fff7f80ff00
        movl    r8 = 0x8bd8feff910520a0
        movl    r9 = 0x66248d47f3bbb1dd
        ;;
        shr.u r10 = r8, 0
        ;;
        expect  65, r10, 0x8bd8feff910520a0
        movl    r8 = 0x1d94225c9fc5ce0a
        movl    r9 = 0x8de7dd357257bb83
        ;;
        shr.u r10 = r8, 0
        ;;
        expect  65, r10, 0x1d94225c9fc5ce0a
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        shrp r10 = r8, r9, 0
        ;;
        expect  66, r10, 0x7fff800000ffff01
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shrp r10 = r8, r9, 0
        ;;
        expect  66, r10, 0x80007fff7f80ff00
        movl    r8 = 0x876dbcf95a660870
        movl    r9 = 0xadb3a8460e4a6d28
        ;;
        shrp r10 = r8, r9, 0
        ;;
        expect  66, r10, 0xadb3a8460e4a6d28
        movl    r8 = 0x9b549ba26672b3f9
        movl    r9 = 0x467c885df4ae790c
        ;;
        shrp r10 = r8, r9, 0
        ;;
        expect  66, r10, 0x467c885df4ae790c
        movl    r8 = 0x1
        movl    r9 = 0x8000000000000000
        ;;
        shl r10 = r8, 1
        ;;
        expect  67, r10, 0x2
        movl    r8 = 0x100000000000080
        movl    r9 = 0x100000000000080
        ;;
        shl r10 = r8, 1
        ;;
        expect  67, r10, 0x200000000000100
        movl    r8 = 0xb382f4ba48f73f0e
        movl    r9 = 0x309cfff7f16e5912
        ;;
        shl r10 = r8, 1
        ;;
        expect  67, r10, 0x6705e97491ee7e1c
        movl    r8 = 0x8c4283827a1af1a5
        movl    r9 = 0xa6c91b3e10e91b21
        ;;
        shl r10 = r8, 1
        ;;
        expect  67, r10, 0x18850704f435e34a
        movl    r8 = 0x1
        movl    r9 = 0x7fff800000ffff01
        ;;
        shr r10 = r8, 1
        ;;
        expect  68, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        shr r10 = r8, 1
        ;;
        expect  68, r10, 0x0
        movl    r8 = 0x19ee86316514002e
        movl    r9 = 0x1fb134098c0e0783
        ;;
        shr r10 = r8, 1
        ;;
        expect  68, r10, 0xcf74318b28a0017
        movl    r8 = 0x2f2c76f52e9799e7
        movl    r9 = 0x7c41a114b7e9ca73
        ;;
        shr r10 = r8, 1
        ;;
        expect  68, r10, 0x17963b7a974bccf3
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x8000000000000000
        ;;
        shr.u r10 = r8, 1
        ;;
        expect  69, r10, 0x40003fffbfc07f80
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x100000000000080
        ;;
        shr.u r10 = r8, 1
        ;;
        expect  69, r10, 0x4000000000000000
        movl    r8 = 0xc48a6f623ff84ac5
        movl    r9 = 0x7942eeb611ea754
        ;;
        shr.u r10 = r8, 1
        ;;
        expect  69, r10, 0x624537b11ffc2562
        movl    r8 = 0x592986d685177d6d
        movl    r9 = 0x1e8b756f4e0bd127
        ;;
        shr.u r10 = r8, 1
        ;;
        expect  69, r10, 0x2c94c36b428bbeb6
        movl    r8 = 0x100000000000080
        movl    r9 = 0x0
        ;;
        shrp r10 = r8, r9, 1
        ;;
        expect  70, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0x100000000000080
        ;;
        shrp r10 = r8, r9, 1
        ;;
        expect  70, r10, 0x8080000000000040
        movl    r8 = 0x5e3e9dc7ba6c720e
        movl    r9 = 0x541a875c41325eed
        ;;
        shrp r10 = r8, r9, 1
        ;;
        expect  70, r10, 0x2a0d43ae20992f76
        movl    r8 = 0x1b31d4bce87c9dc8
        movl    r9 = 0x317bc8ad1af41bf3
        ;;
        shrp r10 = r8, r9, 1
        ;;
        expect  70, r10, 0x18bde4568d7a0df9
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffff
        ;;
        shl r10 = r8, 17
        ;;
        expect  71, r10, 0x1000000
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        shl r10 = r8, 17
        ;;
        expect  71, r10, 0x1000000
        movl    r8 = 0xd85b37ddb0dc28c2
        movl    r9 = 0x719d91b2152b497
        ;;
        shl r10 = r8, 17
        ;;
        expect  71, r10, 0x6fbb61b851840000
        movl    r8 = 0x2049306a5a38d0e4
        movl    r9 = 0x72b1ed9063c72a58
        ;;
        shl r10 = r8, 17
        ;;
        expect  71, r10, 0x60d4b471a1c80000
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        shr r10 = r8, 17
        ;;
        expect  72, r10, 0xffffc0003fffbfc0
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        shr r10 = r8, 17
        ;;
        expect  72, r10, 0x0
        movl    r8 = 0xf4337ea07858c2f3
        movl    r9 = 0xa248eee4ad2134c0
        ;;
        shr r10 = r8, 17
        ;;
        expect  72, r10, 0xfffffa19bf503c2c
        movl    r8 = 0xd54068146aff6f2a
        movl    r9 = 0xc6f8ca9720518455
        ;;
        shr r10 = r8, 17
        ;;
        expect  72, r10, 0xffffeaa0340a357f
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        shr.u r10 = r8, 17
        ;;
        expect  73, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x100000000000080
        ;;
        shr.u r10 = r8, 17
        ;;
        expect  73, r10, 0x400000000000
        movl    r8 = 0x46af8f15337c093a
        movl    r9 = 0x8f87d4999b4821d7
        ;;
        shr.u r10 = r8, 17
        ;;
        expect  73, r10, 0x2357c78a99be
        movl    r8 = 0xaad050c0d696d0b2
        movl    r9 = 0xeb536cf2d60bc2a0
        ;;
        shr.u r10 = r8, 17
        ;;
        expect  73, r10, 0x556828606b4b
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        shrp r10 = r8, r9, 17
        ;;
        expect  74, r10, 0xffffc00000000000
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shrp r10 = r8, r9, 17
        ;;
        expect  74, r10, 0x40003fffbfc0
        movl    r8 = 0xeb8d3fdcfc1c01a6
        movl    r9 = 0x162136715d78a111
        ;;
        shrp r10 = r8, r9, 17
        ;;
        expect  74, r10, 0xd30b109b38aebc
        movl    r8 = 0x2a3673becc6d87e5
        movl    r9 = 0x51c205578154a09b
        ;;
        shrp r10 = r8, r9, 17
        ;;
        expect  74, r10, 0xc3f2a8e102abc0aa
        movl    r8 = 0xffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        shl r10 = r8, 63
        ;;
        expect  75, r10, 0x8000000000000000
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        shl r10 = r8, 63
        ;;
        expect  75, r10, 0x8000000000000000
        movl    r8 = 0xea90deff606723b2
        movl    r9 = 0x978a9a7b034d3de8
        ;;
        shl r10 = r8, 63
        ;;
        expect  75, r10, 0x0
        movl    r8 = 0xe6db092b1b76dc52
        movl    r9 = 0x389a8126276b2742
        ;;
        shl r10 = r8, 63
        ;;
        expect  75, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        shr r10 = r8, 63
        ;;
        expect  76, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x100000000000080
        ;;
        shr r10 = r8, 63
        ;;
        expect  76, r10, 0xffffffffffffffff
        movl    r8 = 0xdfdbc8c949d1f721
        movl    r9 = 0x8b241ffaed74503c
        ;;
        shr r10 = r8, 63
        ;;
        expect  76, r10, 0xffffffffffffffff
        movl    r8 = 0x168d723563256f58
        movl    r9 = 0xb5fb802c70b5e632
        ;;
        shr r10 = r8, 63
        ;;
        expect  76, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        shr.u r10 = r8, 63
        ;;
        expect  77, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        shr.u r10 = r8, 63
        ;;
        expect  77, r10, 0x0
        movl    r8 = 0x7f31a996ebde7ac2
        movl    r9 = 0x55a984e16f84ebf5
        ;;
        shr.u r10 = r8, 63
        ;;
        expect  77, r10, 0x0
        movl    r8 = 0xbb1252437befa510
        movl    r9 = 0x4f4e522a3bec723e
        ;;
        shr.u r10 = r8, 63
        ;;
        expect  77, r10, 0x1
        movl    r8 = 0x0
        movl    r9 = 0x1
        ;;
        shrp r10 = r8, r9, 63
        ;;
        expect  78, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        shrp r10 = r8, r9, 63
        ;;
        expect  78, r10, 0x1
        movl    r8 = 0xb427839aa669f25d
        movl    r9 = 0x3364a0c6ce3c46a
        ;;
        shrp r10 = r8, r9, 63
        ;;
        expect  78, r10, 0x684f07354cd3e4ba
        movl    r8 = 0x4217587ab99afa66
        movl    r9 = 0xf29eed30ff275eec
        ;;
        shrp r10 = r8, r9, 63
        ;;
        expect  78, r10, 0x842eb0f57335f4cd
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        extr r10 = r8, 0, 1
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x1
        ;;
        extr r10 = r8, 0, 1
        ;;
        expect  79, r10, 0xffffffffffffffff
        movl    r8 = 0x7c86eddb8b9b1cf8
        movl    r9 = 0xf4c3600ef030b538
        ;;
        extr r10 = r8, 0, 1
        ;;
        expect  79, r10, 0x0
        movl    r8 = 0x80eff78b0d6b18e7
        movl    r9 = 0xd760def04651ecd
        ;;
        extr r10 = r8, 0, 1
        ;;
        expect  79, r10, 0xffffffffffffffff
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        extr.u r10 = r8, 0, 1
        ;;
        expect  80, r10, 0x1
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x8000000000000000
        ;;
        extr.u r10 = r8, 0, 1
        ;;
        expect  80, r10, 0x1
        movl    r8 = 0xfbe087c9d13a4b33
        movl    r9 = 0xd837ff9e5c8ea8dc
        ;;
        extr.u r10 = r8, 0, 1
        ;;
        expect  80, r10, 0x1
        movl    r8 = 0x5adb4c1de220daa3
        movl    r9 = 0x80dace21cd046c9c
        ;;
        extr.u r10 = r8, 0, 1
        ;;
        expect  80, r10, 0x1
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        extr r10 = r8, 5, 12
        ;;
        expect  81, r10, 0x7f8
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        extr r10 = r8, 5, 12
        ;;
        expect  81, r10, 0x0
        movl    r8 = 0x3d26ac2b824b87c3
        movl    r9 = 0x190dc33f47e5cb36
        ;;
        extr r10 = r8, 5, 12
        ;;
        expect  81, r10, 0xfffffffffffffc3e
        movl    r8 = 0xebae3f98a0b055a3
        movl    r9 = 0x7b0ee0b6b51deea
        ;;
        extr r10 = r8, 5, 12
        ;;
        expect  81, r10, 0x2ad
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x0
        ;;
        extr.u r10 = r8, 5, 12
        ;;
        expect  82, r10, 0x0
        movl    r8 = 0x1
        movl    r9 = 0xffffffff
        ;;
        extr.u r10 = r8, 5, 12
        ;;
        expect  82, r10, 0x0
        movl    r8 = 0x25f6fec550f8c92f
        movl    r9 = 0x449aa20080049b54
        ;;
        extr.u r10 = r8, 5, 12
        ;;
        expect  82, r10, 0x649
        movl    r8 = 0xfa2f60b939ead428
        movl    r9 = 0xef0575560ed1f3c5
        ;;
        extr.u r10 = r8, 5, 12
        ;;
        expect  82, r10, 0x6a1
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x80007fff7f80ff00
        ;;
        extr r10 = r8, 63, 1
        ;;
        expect  83, r10, 0xffffffffffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffffffffffff
        ;;
        extr r10 = r8, 63, 1
        ;;
        expect  83, r10, 0x0
        movl    r8 = 0x9ee4391edbd3bef7
        movl    r9 = 0xf97748bd52295854
        ;;
        extr r10 = r8, 63, 1
        ;;
        expect  83, r10, 0xffffffffffffffff
        movl    r8 = 0xca70e179eb5f0b9b
        movl    r9 = 0xfc7f51cfc22669f3
        ;;
        extr r10 = r8, 63, 1
        ;;
        expect  83, r10, 0xffffffffffffffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        extr.u r10 = r8, 63, 1
        ;;
        expect  84, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        extr.u r10 = r8, 63, 1
        ;;
        expect  84, r10, 0x0
        movl    r8 = 0xd43470cfbb063c91
        movl    r9 = 0x8720c1c00412effa
        ;;
        extr.u r10 = r8, 63, 1
        ;;
        expect  84, r10, 0x1
        movl    r8 = 0x9f98f3430b3d23d7
        movl    r9 = 0xcd7797f99c49d727
        ;;
        extr.u r10 = r8, 63, 1
        ;;
        expect  84, r10, 0x1
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        extr r10 = r8, 40, 24
        ;;
        expect  85, r10, 0x7fff80
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x8000000000000000
        ;;
        extr r10 = r8, 40, 24
        ;;
        expect  85, r10, 0x7fff80
        movl    r8 = 0x23c7bb3006f0ccec
        movl    r9 = 0xaea89c5b25b2ffb
        ;;
        extr r10 = r8, 40, 24
        ;;
        expect  85, r10, 0x23c7bb
        movl    r8 = 0x84cf4100b89e8337
        movl    r9 = 0x9aab5c4cc2e6dac7
        ;;
        extr r10 = r8, 40, 24
        ;;
        expect  85, r10, 0xffffffffff84cf41
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x80007fff7f80ff00
        ;;
        extr.u r10 = r8, 40, 24
        ;;
        expect  86, r10, 0xffffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        extr.u r10 = r8, 40, 24
        ;;
        expect  86, r10, 0x7fff80
        movl    r8 = 0xf6c04b49b9363c0a
        movl    r9 = 0x42b23802ab4fff82
        ;;
        extr.u r10 = r8, 40, 24
        ;;
        expect  86, r10, 0xf6c04b
        movl    r8 = 0xf9f4267b58a911ca
        movl    r9 = 0xb42795cef806d07b
        ;;
        extr.u r10 = r8, 40, 24
        ;;
        expect  86, r10, 0xf9f426
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffffffffffff
        ;;
        extr r10 = r8, 3, 61
        ;;
        expect  87, r10, 0xffff000001fffe0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        extr r10 = r8, 3, 61
        ;;
        expect  87, r10, 0xf0000fffeff01fe0
        movl    r8 = 0xfe11118771dd5ec2
        movl    r9 = 0xb1bcaefe9d1722c7
        ;;
        extr r10 = r8, 3, 61
        ;;
        expect  87, r10, 0xffc22230ee3babd8
        movl    r8 = 0xc1cbc1993aa49fb6
        movl    r9 = 0xe23214a285ba6966
        ;;
        extr r10 = r8, 3, 61
        ;;
        expect  87, r10, 0xf8397833275493f6
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        extr.u r10 = r8, 3, 61
        ;;
        expect  88, r10, 0x10000fffeff01fe0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x0
        ;;
        extr.u r10 = r8, 3, 61
        ;;
        expect  88, r10, 0xffff000001fffe0
        movl    r8 = 0x499cde14de57db3e
        movl    r9 = 0xe28db19357b28036
        ;;
        extr.u r10 = r8, 3, 61
        ;;
        expect  88, r10, 0x9339bc29bcafb67
        movl    r8 = 0x1dfcf4d58144d427
        movl    r9 = 0x3e0606a45feb91d
        ;;
        extr.u r10 = r8, 3, 61
        ;;
        expect  88, r10, 0x3bf9e9ab0289a84
        movl    r8 = 0x0
        movl    r9 = 0x100000000000080
        ;;
        extr r10 = r8, 0, 64
        ;;
        expect  89, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        extr r10 = r8, 0, 64
        ;;
        expect  89, r10, 0xffffffff
        movl    r8 = 0x3a2f7c9d985043c
        movl    r9 = 0xa9b3eb12d5ee3
        ;;
        extr r10 = r8, 0, 64
        ;;
        expect  89, r10, 0x3a2f7c9d985043c
        movl    r8 = 0xce41b84320f9d922
        movl    r9 = 0x8f143ee5a04c8cce
        ;;
        extr r10 = r8, 0, 64
        ;;
        expect  89, r10, 0xce41b84320f9d922
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        extr.u r10 = r8, 0, 64
        ;;
        expect  90, r10, 0x0
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x8000000000000000
        ;;
        extr.u r10 = r8, 0, 64
        ;;
        expect  90, r10, 0x80007fff7f80ff00
        movl    r8 = 0x6056d878c60956da
        movl    r9 = 0x90841da28e397140
        ;;
        extr.u r10 = r8, 0, 64
        ;;
        expect  90, r10, 0x6056d878c60956da
        movl    r8 = 0x348cfcfcf00c0319
        movl    r9 = 0x740759dd7d516761
        ;;
        extr.u r10 = r8, 0, 64
        ;;
        expect  90, r10, 0x348cfcfcf00c0319
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        extr r10 = r8, 50, 64
        ;;
        expect  91, r10, 0x1fff
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        extr r10 = r8, 50, 64
        ;;
        expect  91, r10, 0x0
        movl    r8 = 0xbf395d5ed70b0c21
        movl    r9 = 0x183a21d4c939984a
        ;;
        extr r10 = r8, 50, 64
        ;;
        expect  91, r10, 0xffffffffffffefce
        movl    r8 = 0x631aa6c4d74b1ad6
        movl    r9 = 0x529ddb3087aa643f
        ;;
        extr r10 = r8, 50, 64
        ;;
        expect  91, r10, 0x18c6
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        extr.u r10 = r8, 50, 64
        ;;
        expect  92, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0x0
        ;;
        extr.u r10 = r8, 50, 64
        ;;
        expect  92, r10, 0x0
        movl    r8 = 0x882a87b0f4478dc9
        movl    r9 = 0xe0f93537d4864adf
        ;;
        extr.u r10 = r8, 50, 64
        ;;
        expect  92, r10, 0x220a
        movl    r8 = 0xc7243440cdb50ba7
        movl    r9 = 0x32cd864baa85c37e
        ;;
        extr.u r10 = r8, 50, 64
        ;;
        expect  92, r10, 0x31c9
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        dep.z r10 = r8, 0, 1
        ;;
        expect  93, r10, 0x0
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffff
        ;;
        dep.z r10 = r8, 0, 1
        ;;
        expect  93, r10, 0x1
        movl    r8 = 0x3e0cd79b511ffd07
        movl    r9 = 0x8cc3ee9c434e57a6
        ;;
        dep.z r10 = r8, 0, 1
        ;;
        expect  93, r10, 0x1
        movl    r8 = 0xccf6ec6c564404f1
        movl    r9 = 0x2be52d8803cafa8
        ;;
        dep.z r10 = r8, 0, 1
        ;;
        expect  93, r10, 0x1
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x8000000000000000
        ;;
        dep.z r10 = -77, 0, 1
        ;;
        expect  94, r10, 0x1
        movl    r8 = 0xffffffff
        movl    r9 = 0xffffffff
        ;;
        dep.z r10 = -77, 0, 1
        ;;
        expect  94, r10, 0x1
        movl    r8 = 0x42e5966e89513663
        movl    r9 = 0x7b5699cdd84ade86
        ;;
        dep.z r10 = -77, 0, 1
        ;;
        expect  94, r10, 0x1
        movl    r8 = 0xf9fc46b554ec831
        movl    r9 = 0x9f7434c77c04315f
        ;;
        dep.z r10 = -77, 0, 1
        ;;
        expect  94, r10, 0x1
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = -1, r9, 0, 1
        ;;
        expect  95, r10, 0xffffffffffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = -1, r9, 0, 1
        ;;
        expect  95, r10, 0xffffffffffffffff
        movl    r8 = 0xbb16e508def789f8
        movl    r9 = 0xc165e8d62901eae2
        ;;
        dep r10 = -1, r9, 0, 1
        ;;
        expect  95, r10, 0xc165e8d62901eae3
        movl    r8 = 0x30b4bc833b2a1568
        movl    r9 = 0xf8d7a23d1803afb
        ;;
        dep r10 = -1, r9, 0, 1
        ;;
        expect  95, r10, 0xf8d7a23d1803afb
        movl    r8 = 0xffffffff
        movl    r9 = 0x8000000000000000
        ;;
        dep r10 = 0, r9, 0, 1
        ;;
        expect  96, r10, 0x8000000000000000
        movl    r8 = 0x1
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = 0, r9, 0, 1
        ;;
        expect  96, r10, 0xfffffffffffffffe
        movl    r8 = 0x42759b91a9c01344
        movl    r9 = 0x8c9ff574b4eb1d2
        ;;
        dep r10 = 0, r9, 0, 1
        ;;
        expect  96, r10, 0x8c9ff574b4eb1d2
        movl    r8 = 0xb05bf54826b8e9d5
        movl    r9 = 0x143f84297bf97f49
        ;;
        dep r10 = 0, r9, 0, 1
        ;;
        expect  96, r10, 0x143f84297bf97f48
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x1
        ;;
        dep.z r10 = r8, 5, 12
        ;;
        expect  97, r10, 0x1e000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x1
        ;;
        dep.z r10 = r8, 5, 12
        ;;
        expect  97, r10, 0x1e020
        movl    r8 = 0x949f493dbdfec29a
        movl    r9 = 0xd472d5deaa110b67
        ;;
        dep.z r10 = r8, 5, 12
        ;;
        expect  97, r10, 0x5340
        movl    r8 = 0xa85e850e215e2e5d
        movl    r9 = 0xca0cb31b625d3eb
        ;;
        dep.z r10 = r8, 5, 12
        ;;
        expect  97, r10, 0x1cba0
        movl    r8 = 0x1
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep.z r10 = -77, 5, 12
        ;;
        expect  98, r10, 0x1f660
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep.z r10 = -77, 5, 12
        ;;
        expect  98, r10, 0x1f660
        movl    r8 = 0x463730bdbb14d744
        movl    r9 = 0xc94de77623133c71
        ;;
        dep.z r10 = -77, 5, 12
        ;;
        expect  98, r10, 0x1f660
        movl    r8 = 0xafc048c5f4adfa61
        movl    r9 = 0xe9bcf754e2cc235c
        ;;
        dep.z r10 = -77, 5, 12
        ;;
        expect  98, r10, 0x1f660
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = -1, r9, 5, 12
        ;;
        expect  99, r10, 0xffffffffffffffff
        movl    r8 = 0xffffffff
        movl    r9 = 0x0
        ;;
        dep r10 = -1, r9, 5, 12
        ;;
        expect  99, r10, 0x1ffe0
        movl    r8 = 0xe26fabd00628720f
        movl    r9 = 0x77d5d7b6702d79fa
        ;;
        dep r10 = -1, r9, 5, 12
        ;;
        expect  99, r10, 0x77d5d7b6702dfffa
        movl    r8 = 0x5e321d47fd3ed626
        movl    r9 = 0x3a0c410c676a795d
        ;;
        dep r10 = -1, r9, 5, 12
        ;;
        expect  99, r10, 0x3a0c410c676bfffd
        movl    r8 = 0x0
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep r10 = 0, r9, 5, 12
        ;;
        expect  100, r10, 0x80007fff7f800000
        movl    r8 = 0x100000000000080
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep r10 = 0, r9, 5, 12
        ;;
        expect  100, r10, 0x80007fff7f800000
        movl    r8 = 0xe9d731084cf73dab
        movl    r9 = 0x6904f3ca8c5e70e1
        ;;
        dep r10 = 0, r9, 5, 12
        ;;
        expect  100, r10, 0x6904f3ca8c5e0001
        movl    r8 = 0x44e55d9722272ba5
        movl    r9 = 0x6df30722f65b6485
        ;;
        dep r10 = 0, r9, 5, 12
        ;;
        expect  100, r10, 0x6df30722f65a0005
        movl    r8 = 0x1
        movl    r9 = 0x1
        ;;
        dep.z r10 = r8, 63, 1
        ;;
        expect  101, r10, 0x8000000000000000
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep.z r10 = r8, 63, 1
        ;;
        expect  101, r10, 0x0
        movl    r8 = 0xbd2e5ef5313d28df
        movl    r9 = 0x678a8e7187726a86
        ;;
        dep.z r10 = r8, 63, 1
        ;;
        expect  101, r10, 0x8000000000000000
        movl    r8 = 0x726783160e07b68c
        movl    r9 = 0x3c180b1e4b09b9b5
        ;;
        dep.z r10 = r8, 63, 1
        ;;
        expect  101, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep.z r10 = -77, 63, 1
        ;;
        expect  102, r10, 0x8000000000000000
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0xffffffff
        ;;
        dep.z r10 = -77, 63, 1
        ;;
        expect  102, r10, 0x8000000000000000
        movl    r8 = 0x7ab4530f22db45
        movl    r9 = 0x6d78b2f2022852ea
        ;;
        dep.z r10 = -77, 63, 1
        ;;
        expect  102, r10, 0x8000000000000000
        movl    r8 = 0xdfe0c606c6040d11
        movl    r9 = 0xa6c7732d0844d7aa
        ;;
        dep.z r10 = -77, 63, 1
        ;;
        expect  102, r10, 0x8000000000000000
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        dep r10 = -1, r9, 63, 1
        ;;
        expect  103, r10, 0x8000000000000000
        movl    r8 = 0x1
        movl    r9 = 0x1
        ;;
        dep r10 = -1, r9, 63, 1
        ;;
        expect  103, r10, 0x8000000000000001
        movl    r8 = 0x9d96b2c179bb5af3
        movl    r9 = 0x987391489d489db7
        ;;
        dep r10 = -1, r9, 63, 1
        ;;
        expect  103, r10, 0x987391489d489db7
        movl    r8 = 0x2eb0ce0d22538148
        movl    r9 = 0x71100c9af35377f8
        ;;
        dep r10 = -1, r9, 63, 1
        ;;
        expect  103, r10, 0xf1100c9af35377f8
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        dep r10 = 0, r9, 63, 1
        ;;
        expect  104, r10, 0x1
        movl    r8 = 0x0
        movl    r9 = 0x7fff800000ffff01
        ;;
        dep r10 = 0, r9, 63, 1
        ;;
        expect  104, r10, 0x7fff800000ffff01
        movl    r8 = 0xcdbd819498baad3
        movl    r9 = 0xeda711cd8d6850dc
        ;;
        dep r10 = 0, r9, 63, 1
        ;;
        expect  104, r10, 0x6da711cd8d6850dc
        movl    r8 = 0x14952d0b59eb81b4
        movl    r9 = 0x5e05a1204550669a
        ;;
        dep r10 = 0, r9, 63, 1
        ;;
        expect  104, r10, 0x5e05a1204550669a
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        dep.z r10 = r8, 40, 24
        ;;
        expect  105, r10, 0xffff010000000000
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x8000000000000000
        ;;
        dep.z r10 = r8, 40, 24
        ;;
        expect  105, r10, 0x0
        movl    r8 = 0x12341e180ffdf1e7
        movl    r9 = 0x70899c443a046e1e
        ;;
        dep.z r10 = r8, 40, 24
        ;;
        expect  105, r10, 0xfdf1e70000000000
        movl    r8 = 0xc694fe34f5c3990
        movl    r9 = 0x1d66a056d8e2414f
        ;;
        dep.z r10 = r8, 40, 24
        ;;
        expect  105, r10, 0x5c39900000000000
        movl    r8 = 0xffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        dep.z r10 = -77, 40, 24
        ;;
        expect  106, r10, 0xffffb30000000000
        movl    r8 = 0xffffffff
        movl    r9 = 0x1
        ;;
        dep.z r10 = -77, 40, 24
        ;;
        expect  106, r10, 0xffffb30000000000
        movl    r8 = 0xb37be4d4234dc816
        movl    r9 = 0x503e1c1bc1c78bc9
        ;;
        dep.z r10 = -77, 40, 24
        ;;
        expect  106, r10, 0xffffb30000000000
        movl    r8 = 0x6b025873d8cf0307
        movl    r9 = 0xb85afabeaf779491
        ;;
        dep.z r10 = -77, 40, 24
        ;;
        expect  106, r10, 0xffffb30000000000
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x100000000000080
        ;;
        dep r10 = -1, r9, 40, 24
        ;;
        expect  107, r10, 0xffffff0000000080
        movl    r8 = 0xffffffff
        movl    r9 = 0x100000000000080
        ;;
        dep r10 = -1, r9, 40, 24
        ;;
        expect  107, r10, 0xffffff0000000080
        movl    r8 = 0x7c128b79add220dc
        movl    r9 = 0x12ef13b082f213fd
        ;;
        dep r10 = -1, r9, 40, 24
        ;;
        expect  107, r10, 0xffffffb082f213fd
        movl    r8 = 0x647dfa4ed45f363e
        movl    r9 = 0x6145a6a05758d1ed
        ;;
        dep r10 = -1, r9, 40, 24
        ;;
        expect  107, r10, 0xffffffa05758d1ed
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0xffffffff
        ;;
        dep r10 = 0, r9, 40, 24
        ;;
        expect  108, r10, 0xffffffff
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x7fff800000ffff01
        ;;
        dep r10 = 0, r9, 40, 24
        ;;
        expect  108, r10, 0xffff01
        movl    r8 = 0x72d75a8178ba23c4
        movl    r9 = 0xbda37b9f0011b8c9
        ;;
        dep r10 = 0, r9, 40, 24
        ;;
        expect  108, r10, 0x9f0011b8c9
        movl    r8 = 0x12d474e63f52f936
        movl    r9 = 0x1343c74e439b0b46
        ;;
        dep r10 = 0, r9, 40, 24
        ;;
        expect  108, r10, 0x4e439b0b46
        movl    r8 = 0x0
        movl    r9 = 0xffffffffffffffff
        ;;
        dep.z r10 = r8, 0, 64
        ;;
        expect  109, r10, 0x0
        movl    r8 = 0x0
        movl    r9 = 0x0
        ;;
        dep.z r10 = r8, 0, 64
        ;;
        expect  109, r10, 0x0
        movl    r8 = 0x9b89816a1bca8e15
        movl    r9 = 0x372b79fce8f206ee
        ;;
        dep.z r10 = r8, 0, 64
        ;;
        expect  109, r10, 0x9b89816a1bca8e15
        movl    r8 = 0x7e6ab1998644ef30
        movl    r9 = 0x4b4672c67261e870
        ;;
        dep.z r10 = r8, 0, 64
        ;;
        expect  109, r10, 0x7e6ab1998644ef30
        movl    r8 = 0x8000000000000000
        movl    r9 = 0x1
        ;;
        dep.z r10 = -77, 0, 64
        ;;
        expect  110, r10, 0xffffffffffffffb3
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x80007fff7f80ff00
        ;;
        dep.z r10 = -77, 0, 64
        ;;
        expect  110, r10, 0xffffffffffffffb3
        movl    r8 = 0x7ca445794dc7a55a
        movl    r9 = 0xde7ab0e527e190fb
        ;;
        dep.z r10 = -77, 0, 64
        ;;
        expect  110, r10, 0xffffffffffffffb3
        movl    r8 = 0x733193049e64e282
        movl    r9 = 0xd79ee77d59ea3fef
        ;;
        dep.z r10 = -77, 0, 64
        ;;
        expect  110, r10, 0xffffffffffffffb3
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x7fff800000ffff01
        ;;
        dep r10 = -1, r9, 0, 64
        ;;
        expect  111, r10, 0xffffffffffffffff
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffff
        ;;
        dep r10 = -1, r9, 0, 64
        ;;
        expect  111, r10, 0xffffffffffffffff
        movl    r8 = 0x4c30b226c7d6cb82
        movl    r9 = 0xba20296a07509451
        ;;
        dep r10 = -1, r9, 0, 64
        ;;
        expect  111, r10, 0xffffffffffffffff
        movl    r8 = 0x1eee34dcb245d55f
        movl    r9 = 0xb92d661e0488ca1a
        ;;
        dep r10 = -1, r9, 0, 64
        ;;
        expect  111, r10, 0xffffffffffffffff
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffff
        ;;
        dep r10 = 0, r9, 0, 64
        ;;
        expect  112, r10, 0x0
        movl    r8 = 0x8000000000000000
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = 0, r9, 0, 64
        ;;
        expect  112, r10, 0x0
        movl    r8 = 0x2392a3ded30ad425
        movl    r9 = 0xfc6da1e8df603215
        ;;
        dep r10 = 0, r9, 0, 64
        ;;
        expect  112, r10, 0x0
        movl    r8 = 0x196675a49d42c038
        movl    r9 = 0xecaed2eb2d28c13f
        ;;
        dep r10 = 0, r9, 0, 64
        ;;
        expect  112, r10, 0x0
        movl    r8 = 0x7fff800000ffff01
        movl    r9 = 0x100000000000080
        ;;
        dep r10 = r8, r9, 0, 1
        ;;
        expect  113, r10, 0x100000000000081
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        dep r10 = r8, r9, 0, 1
        ;;
        expect  113, r10, 0xfffffffffffffffe
        movl    r8 = 0x957d9129ebe87fa8
        movl    r9 = 0xaeb3d6aa3f59d5e4
        ;;
        dep r10 = r8, r9, 0, 1
        ;;
        expect  113, r10, 0xaeb3d6aa3f59d5e4
        movl    r8 = 0x4e6b9da5618236b8
        movl    r9 = 0x9d0f62da68a78e99
        ;;
        dep r10 = r8, r9, 0, 1
        ;;
        expect  113, r10, 0x9d0f62da68a78e98
        movl    r8 = 0xffffffff
        movl    r9 = 0x0
        ;;
        dep r10 = r8, r9, 5, 12
        ;;
        expect  114, r10, 0x1ffe0
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0x0
        ;;
        dep r10 = r8, r9, 5, 12
        ;;
        expect  114, r10, 0x1ffe0
        movl    r8 = 0xb1559b6dc7f3c4b2
        movl    r9 = 0x1bb27c08746bc32f
        ;;
        dep r10 = r8, r9, 5, 12
        ;;
        expect  114, r10, 0x1bb27c08746a964f
        movl    r8 = 0x22eae9ead6dfaeec
        movl    r9 = 0xbfd364805afa7c97
        ;;
        dep r10 = r8, r9, 5, 12
        ;;
        expect  114, r10, 0xbfd364805afbdd97
        movl    r8 = 0x100000000000080
        movl    r9 = 0x1
        ;;
        dep r10 = r8, r9, 63, 1
        ;;
        expect  115, r10, 0x1
        movl    r8 = 0xffffffff
        movl    r9 = 0x7fff800000ffff01
        ;;
        dep r10 = r8, r9, 63, 1
        ;;
        expect  115, r10, 0xffff800000ffff01
        movl    r8 = 0x9676aa01829d44d
        movl    r9 = 0x48e2c18a124b2106
        ;;
        dep r10 = r8, r9, 63, 1
        ;;
        expect  115, r10, 0xc8e2c18a124b2106
        movl    r8 = 0xce0fb3b1a345f90e
        movl    r9 = 0xe2fd0842e39f6117
        ;;
        dep r10 = r8, r9, 63, 1
        ;;
        expect  115, r10, 0x62fd0842e39f6117
        movl    r8 = 0xffffffffffffffff
        movl    r9 = 0xffffffff
        ;;
        dep r10 = r8, r9, 48, 16
        ;;
        expect  116, r10, 0xffff0000ffffffff
        movl    r8 = 0x80007fff7f80ff00
        movl    r9 = 0x0
        ;;
        dep r10 = r8, r9, 48, 16
        ;;
        expect  116, r10, 0xff00000000000000
        movl    r8 = 0x55cb8e066b00bb65
        movl    r9 = 0x800e1e650abf66d7
        ;;
        dep r10 = r8, r9, 48, 16
        ;;
        expect  116, r10, 0xbb651e650abf66d7
        movl    r8 = 0xf6709d7801dde78c
        movl    r9 = 0x238c5859936635ca
        ;;
        dep r10 = r8, r9, 48, 16
        ;;
        expect  116, r10, 0xe78c5859936635ca
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        popcnt r10 = r8
        ;;
        expect  117, r10, 0x2
        movl    r8 = 0x100000000000080
        movl    r9 = 0xffffffffffffffff
        ;;
        popcnt r10 = r8
        ;;
        expect  117, r10, 0x2
        movl    r8 = 0x784e24434317054a
        movl    r9 = 0xbffa1a2c846f6bcc
        ;;
        popcnt r10 = r8
        ;;
        expect  117, r10, 0x19
        movl    r8 = 0x632b86f3eaba0a32
        movl    r9 = 0x516509c544e9166c
        ;;
        popcnt r10 = r8
        ;;
        expect  117, r10, 0x20
        end_of_checks
