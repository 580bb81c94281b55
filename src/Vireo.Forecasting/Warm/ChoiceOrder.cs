using Vireo.Fleet;

namespace Vireo.Forecasting.Warm;

/// <summary>Whose model is chosen first when not all can be in one cycle.</summary>
internal static class ChoiceOrder
{
    /// <summary>The other end of <see cref="MostWorthRefiningFirst"/>.</summary>
    public static IComparer<SeriesTracker> LeastWorthRefiningFirst { get; } =
        Comparer<SeriesTracker>.Create((left, right) => MostWorthRefiningFirst(right, left));

    /// <summary>Series without a choice, then those whose model was shown to be wrong, then those that have waited for
    /// a whole period, so that nobody starves; within each, CPU before the rest and large restless demands before small
    /// calm ones. Ties are broken by a stable hash.</summary>
    public static int MostValuableFirst(SeriesTracker left, SeriesTracker right)
    {
        int order = Rank(left).CompareTo(Rank(right));

        return order != 0 ? order : ByValue(left, right);
    }

    /// <summary>Series that no thorough choice was made for, the most valuable first; then those whose thorough choice
    /// is the oldest.</summary>
    public static int MostWorthRefiningFirst(SeriesTracker left, SeriesTracker right)
    {
        int order = left.ThoroughSince.CompareTo(right.ThoroughSince);

        return order != 0 ? order : ByValue(left, right);
    }

    private static int ByValue(SeriesTracker left, SeriesTracker right)
    {
        int order = IsCpu(right).CompareTo(IsCpu(left));
        order = order != 0 ? order : right.Worth.CompareTo(left.Worth);
        order = order != 0 ? order : left.Hash.CompareTo(right.Hash);

        return order != 0 ? order : left.Key.CompareTo(right.Key);
    }

    private static int Rank(SeriesTracker tracker) =>
        !tracker.HasChosen ? 0 : tracker.IsMisled ? 1 : tracker.IsLate ? 2 : 3;

    private static bool IsCpu(SeriesTracker tracker) =>
        tracker.Key.Metric == Metric.CpuUsage || tracker.Key.Metric == Metric.CpuDemand;
}
