using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage;

/// <summary>The newest marks of one series, bounded: a series that is wrong all the time need not be counted
/// further.</summary>
internal sealed class MarkList
{
    private const int Capacity = 512;
    private readonly List<(long At, MarkKind Kind)> marks = [];

    public void Add(long at, MarkKind kind)
    {
        int index = marks.BinarySearch((at, kind));
        if (index < 0)
        {
            marks.Insert(~index, (at, kind));
        }

        if (marks.Count > Capacity)
        {
            marks.RemoveAt(0);
        }
    }

    /// <summary>Counts marks in [from, to).</summary>
    public (int Outliers, int Impossible) Count(long from, long to)
    {
        int outliers = 0;
        int impossible = 0;
        for (int i = marks.Count - 1; i >= 0 && marks[i].At >= from; i--)
        {
            if (marks[i].At < to)
            {
                outliers += marks[i].Kind == MarkKind.Outlier ? 1 : 0;
                impossible += marks[i].Kind == MarkKind.Impossible ? 1 : 0;
            }
        }

        return (outliers, impossible);
    }
}
