using System.Globalization;

namespace Vireo.Simulation;

/// <summary>The order in which the reference walks its hash table of machines. Sums
/// over machines depend on the order in their last bits, and those decide between hosts that are equally full, and
/// whether a share is rounded down to one number or the next.</summary>
internal static class CloudSimTableOrder
{
    private const int LeastBuckets = 16;

    /// <summary>Sorts machines by bucket; those of one bucket keep their order.</summary>
    /// <param name="machines">To be sorted.</param>
    /// <param name="mostEver">Machines that the table has held at most: it never shrinks.</param>
    public static void Sort(Span<int> machines, int mostEver)
    {
        int buckets = LeastBuckets;
        while (mostEver * 4 > buckets * 3)
        {
            buckets *= 2;
        }

        for (int i = 1; i < machines.Length; i++)
        {
            int machine = machines[i];
            int bucket = Bucket(machine, buckets);
            int j = i;
            for (; j > 0 && Bucket(machines[j - 1], buckets) > bucket; j--)
            {
                machines[j] = machines[j - 1];
            }

            machines[j] = machine;
        }
    }

    // Keys are "2-NUMBER": the owner's number and the machine's.
    private static int Bucket(int machine, int buckets)
    {
        Span<char> digits = stackalloc char[11];
        machine.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        int hash = (31 * '2') + '-';
        foreach (char digit in digits[..length])
        {
            hash = (31 * hash) + digit;
        }

        return (hash ^ (int)((uint)hash >> 16)) & (buckets - 1);
    }
}
