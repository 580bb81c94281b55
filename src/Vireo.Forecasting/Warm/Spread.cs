namespace Vireo.Forecasting.Warm;

/// <summary>Runs independent work on all cores when there is enough of it.</summary>
internal static class Spread
{
    private const int WorthIt = 64;

    /// <summary>Runs work of a few microseconds each.</summary>
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

    /// <summary>Runs work of a millisecond each; what has begun is finished when it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled before all of it had begun.</exception>
    public static void OverLong(int count, Action<int> work, CancellationToken cancellationToken) =>
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, work);
}
