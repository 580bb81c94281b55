namespace Vireo.Simulation;

/// <summary>A small generator whose sequence is fixed by its seed on every runtime and machine, unlike
/// <see cref="Random"/>, whose algorithm is not promised.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood, <em>Fast splittable pseudorandom number generators</em>, OOPSLA 2014.
/// Not for secrets.</remarks>
public sealed class SeededRandom(long seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = unchecked((ulong)seed);

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => ToUnit(NextBits());

    /// <summary>A number in [0, <paramref name="bound"/>).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);

        return (int)(NextBits() % (ulong)bound);
    }

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A number in [0, 1) that depends on nothing but the three keys: noise that can be read in any
    /// order.</summary>
    public static double At(long seed, long row, long column) =>
        ToUnit(Mix(Mix(Mix(unchecked((ulong)seed) + Golden) + unchecked((ulong)row)) + unchecked((ulong)column)));

    /// <summary>Roughly normal noise, mean 0 and deviation 1, of the same kind: the sum of four uniform numbers, so
    /// that no library function decides its last digit.</summary>
    public static double NormalAt(long seed, long row, long column)
    {
        double sum = 0;
        for (int part = 0; part < 4; part++)
        {
            sum += At(seed + part, row, column);
        }

        return (sum - 2) * 1.7320508075688772;
    }

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;

        return z ^ (z >> 31);
    }
}
