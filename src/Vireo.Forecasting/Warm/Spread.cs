namespace Vireo.Forecasting.Warm;

/// <summary>Runs independent work on all cores when there is enough of it.</summary>
internal static class Spread
{
    private const int WorthIt = 64;

    public static void Over(int count, Action<int> work)
    {
        if (count >= WorthIt)
        {
            Parallel.For(0, count, work);

            return;
        }

        for (int index = 0; index < count; index++)
        {
            work(index);
        }
    }
}
