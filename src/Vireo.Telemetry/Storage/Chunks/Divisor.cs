namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Euclid.</summary>
internal static class Divisor
{
    /// <summary>The greatest common divisor of two numbers that are not negative; of 0 and n it is n.</summary>
    public static long Greatest(long left, long right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
