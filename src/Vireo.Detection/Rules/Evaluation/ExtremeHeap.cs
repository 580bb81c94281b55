namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The largest or smallest values of a group; of equal ones the earlier stays.</summary>
internal sealed class ExtremeHeap(long count, bool isTop)
{
    private readonly List<Sample> _heap = [];

    /// <summary>Those kept.</summary>
    public IEnumerable<Sample> Samples => _heap;

    /// <summary>Keeps a value if it belongs to the extremes so far.</summary>
    public void Offer(Sample sample)
    {
        if (_heap.Count < count)
        {
            _heap.Add(sample);
            Up(_heap.Count - 1);
        }
        else if (IsBefore(_heap[0].Value, sample.Value) || (double.IsNaN(_heap[0].Value)
            && !double.IsNaN(sample.Value)))
        {
            _heap[0] = sample;
            Down(0);
        }
    }

    // A plain comparison, which is false for what is no number.
    private bool IsBefore(double a, double b) => isTop ? a < b : a > b;

    private bool IsWorse(double a, double b) => double.IsNaN(a) || IsBefore(a, b);

    private void Up(int at)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (parent == at || !IsWorse(_heap[at].Value, _heap[parent].Value))
            {
                break;
            }

            (_heap[at], _heap[parent]) = (_heap[parent], _heap[at]);
            at = parent;
        }
    }

    private void Down(int at)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _heap.Count)
            {
                break;
            }

            if (child + 1 < _heap.Count && IsWorse(_heap[child + 1].Value, _heap[child].Value))
            {
                child++;
            }

            if (!IsWorse(_heap[child].Value, _heap[at].Value))
            {
                break;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}
