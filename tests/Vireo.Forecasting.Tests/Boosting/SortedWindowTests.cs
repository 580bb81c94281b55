using CsCheck;
using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.Tests.Boosting;

public sealed class SortedWindowTests
{
    [Fact]
    public void A_window_that_moves_stays_sorted() =>
        Gen.Int[-5, 5].Select(value => (double)value).Array[1, 80].Sample(values =>
        {
            const int Length = 10;
            var window = new SortedWindow(Length);
            for (int i = 0; i < values.Length; i++)
            {
                if (i >= Length)
                {
                    window.Remove(values[i - Length]);
                }

                window.Add(values[i]);
            }

            double[] newest = [.. values.Skip(values.Length - Length).Order()];
            double median = (newest[(newest.Length - 1) / 2] + newest[newest.Length / 2]) / 2;

            return window.Quantile(0) == newest[0] && window.Quantile(1) == newest[^1] &&
                Math.Abs(window.Quantile(0.5) - median) < 1e-12 &&
                window.Rank(newest[0]) == 0;
        });
}
