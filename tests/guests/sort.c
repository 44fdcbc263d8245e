/* Sorting and searching with comparators behind function pointers. `sort [COUNT [SEED]]` */
#include "rt.h"

enum { LIMIT = 2048, BUCKETS = 256 };

typedef int (*comparator)(const void *, const void *);
typedef void (*sorter)(int *, int, comparator);

NOINLINE int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

NOINLINE int descending(const void *a, const void *b)
{
    return ascending(b, a);
}

NOINLINE int by_last_digit(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x % 10 != y % 10 ? x % 10 - y % 10 : ascending(a, b);
}

static void swap(int *a, int *b)
{
    int kept = *a;
    *a = *b;
    *b = kept;
}

NOINLINE void insertion_sort(int *items, int count, comparator compare)
{
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && compare(&items[j - 1], &items[j]) > 0; j--)
            swap(&items[j - 1], &items[j]);
}

static NOINLINE int partition(int *items, int count, comparator compare)
{
    int pivot = items[count / 2], left = -1, right = count;
    for (;;) {
        do
            left++;
        while (compare(&items[left], &pivot) < 0);
        do
            right--;
        while (compare(&items[right], &pivot) > 0);
        if (left >= right)
            return right + 1;
        swap(&items[left], &items[right]);
    }
}

NOINLINE void quick_sort(int *items, int count, comparator compare)
{
    int middle;
    if (count < 8) {
        insertion_sort(items, count, compare);
        return;
    }
    middle = partition(items, count, compare);
    quick_sort(items, middle, compare);
    quick_sort(items + middle, count - middle, compare);
}

static NOINLINE void sift_down(int *items, int from, int count, comparator compare)
{
    for (int child; (child = 2 * from + 1) < count; from = child) {
        if (child + 1 < count && compare(&items[child], &items[child + 1]) < 0)
            child++;
        if (compare(&items[from], &items[child]) >= 0)
            return;
        swap(&items[from], &items[child]);
    }
}

NOINLINE void heap_sort(int *items, int count, comparator compare)
{
    for (int i = count / 2 - 1; i >= 0; i--)
        sift_down(items, i, count, compare);
    for (int last = count - 1; last > 0; last--) {
        swap(&items[0], &items[last]);
        sift_down(items, 0, last, compare);
    }
}

static int scratch[LIMIT];

NOINLINE void merge_sort(int *items, int count, comparator compare)
{
    int middle = count / 2, left = 0, right = middle, out = 0;
    if (count < 2)
        return;
    merge_sort(items, middle, compare);
    merge_sort(items + middle, count - middle, compare);
    while (left < middle && right < count)
        scratch[out++] = compare(&items[left], &items[right]) <= 0 ? items[left++] : items[right++];
    while (left < middle)
        scratch[out++] = items[left++];
    memcpy(items, scratch, (size_t)out * sizeof *items);
}

NOINLINE int binary_search(const int *items, int count, int wanted)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (items[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && items[low] == wanted ? low : -1;
}

struct entry { int key, value; struct entry *next; };
static struct entry entries[LIMIT];
static struct entry *buckets[BUCKETS];
static int entry_count;

static NOINLINE unsigned hash(int key)
{
    uint32_t mixed = (uint32_t)key * 2654435761u;
    return mixed >> 24;
}

NOINLINE struct entry *table_find(int key)
{
    struct entry *entry = buckets[hash(key)];
    while (entry && entry->key != key)
        entry = entry->next;
    return entry;
}

NOINLINE void table_add(int key, int amount)
{
    struct entry *entry = table_find(key);
    if (!entry) {
        unsigned bucket = hash(key);
        entry = &entries[entry_count++];
        entry->key = key;
        entry->next = buckets[bucket];
        buckets[bucket] = entry;
    }
    entry->value += amount;
}

static NOINLINE uint32_t checksum(const int *items, int count)
{
    uint32_t sum = 17;
    for (int i = 0; i < count; i++)
        sum = sum * 31 + (uint32_t)items[i];
    return sum;
}

static int original[LIMIT], items[LIMIT];

static const struct { const char *name; sorter sort; } sorters[] = {
    {"insertion", insertion_sort}, {"quick", quick_sort}, {"heap", heap_sort}, {"merge", merge_sort},
};
static const struct { const char *name; comparator compare; } orders[] = {
    {"ascending", ascending}, {"descending", descending}, {"by last digit", by_last_digit},
};

int main(int argc, char **argv, char **envp)
{
    int count = argument(argc, argv, 1, 60);
    uint32_t seed = (uint32_t)argument(argc, argv, 2, 1);
    int found = 0, distinct = 0, twice = 0;
    (void)envp;
    if (count < 1 || count > LIMIT) {
        print("sort: the count must be 1 to 2048\n");
        return 2;
    }
    for (int i = 0; i < count; i++)
        original[i] = (int)(random16(&seed) % 1000);
    for (unsigned s = 0; s < sizeof sorters / sizeof *sorters; s++) {
        for (unsigned o = 0; o < sizeof orders / sizeof *orders; o++) {
            memcpy(items, original, sizeof items);
            sorters[s].sort(items, count, orders[o].compare);
            for (int i = 1; i < count; i++)
                if (orders[o].compare(&items[i - 1], &items[i]) > 0)
                    print("out of order!\n");
            print(sorters[s].name);
            print(" ");
            print(orders[o].name);
            print(" ");
            print_hex(checksum(items, count));
            print("\n");
        }
    }
    merge_sort(items, count, ascending);
    for (int wanted = 0; wanted < 1000; wanted += 7)
        found += binary_search(items, count, wanted) >= 0;
    show("found", found);
    for (int i = 0; i < count; i++)
        table_add(original[i], 1);
    for (int key = 0; key < 1000; key++) {
        struct entry *entry = table_find(key);
        distinct += entry != NULL;
        twice += entry && entry->value > 1;
    }
    show("distinct", distinct);
    show("seen twice", twice);
    return 0;
}
