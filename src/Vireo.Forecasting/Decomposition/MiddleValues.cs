namespace Vireo.Forecasting.Decomposition;

/// <summary>The two middle values as R's <c>stl</c> finds them: partial sorting, CACM algorithm 410 (Chambers,
/// 1971).</summary>
/// <remarks>R asks for the two middle positions of an even count in descending order, where the algorithm expects
/// ascending ones. When a split falls exactly between them, the upper one is left unsorted, and R's robust weights
/// follow from that value. Agreement with R is what users compare, so the algorithm is kept with its order, not
/// replaced by a full sort.</remarks>
internal ref struct MiddleValues
{
    private const int SmallSegment = 10;
    private readonly Span<double> _values;
    private readonly int _upper;
    private readonly int _lower;
    private readonly Span<Segment> _waiting;
    private int _depth;

    private MiddleValues(Span<double> values, Span<Segment> waiting)
    {
        _values = values;
        _upper = values.Length / 2;
        _lower = values.Length - 1 - _upper;
        _waiting = waiting;
    }

    /// <summary>The sum of the two middle values; twice the middle one when the count is odd. Reorders the
    /// values.</summary>
    public static double Sum(Span<double> values)
    {
        // The smaller part is always sorted first, so the depth stays below log2 of the count.
        Span<Segment> waiting = stackalloc Segment[32];
        var sort = new MiddleValues(values, waiting);
        sort.Run();

        return values[sort._upper] + values[sort._lower];
    }

    private void Run()
    {
        var segment = new Segment(0, _values.Length - 1, 0, 1);
        bool isUnfinished = segment.From < segment.To;
        while (isUnfinished)
        {
            if (segment.To - segment.From > SmallSegment || (segment.From == 0 && segment.From < segment.To))
            {
                isUnfinished = TrySplit(ref segment) || TryTakeNext(out segment);
            }
            else
            {
                Insert(segment);
                isUnfinished = TryTakeNext(out segment);
            }
        }
    }

    private bool TryTakeNext(out Segment segment)
    {
        while (_depth > 0)
        {
            segment = _waiting[--_depth];
            if (segment.FirstWanted <= segment.LastWanted)
            {
                return true;
            }
        }

        segment = default;

        return false;
    }

    // Splits by the median of the ends and the middle; goes on with the smaller part, if a position there is wanted.
    private bool TrySplit(ref Segment segment)
    {
        (int left, int right) = Partition(segment.From, segment.To);
        ref Segment rest = ref _waiting[_depth++];
        rest = segment;
        if (left - segment.From <= segment.To - right)
        {
            rest.From = right;
            segment.To = left;
            while (segment.FirstWanted <= segment.LastWanted && Wanted(segment.LastWanted) > left)
            {
                segment.LastWanted--;
            }

            if (segment.FirstWanted > segment.LastWanted)
            {
                return false;
            }

            rest.FirstWanted = segment.LastWanted + 1;
        }
        else
        {
            rest.To = left;
            segment.From = right;
            while (segment.FirstWanted <= segment.LastWanted && Wanted(segment.FirstWanted) < right)
            {
                segment.FirstWanted++;
            }

            if (segment.FirstWanted > segment.LastWanted)
            {
                return false;
            }

            rest.LastWanted = segment.FirstWanted - 1;
        }

        return true;
    }

    private readonly int Wanted(int index) => index == 0 ? _upper : _lower;

    private readonly (int Left, int Right) Partition(int from, int to)
    {
        Span<double> values = _values;
        int middle = (from + to + 2) / 2 - 1;
        OrderPair(from, middle);
        if (values[to] < values[middle])
        {
            (values[to], values[middle]) = (values[middle], values[to]);
            OrderPair(from, middle);
        }

        double pivot = values[middle];
        int left = to;
        int right = from;
        while (true)
        {
            do
            {
                left--;
            }
            while (values[left] > pivot);

            do
            {
                right++;
            }
            while (values[right] < pivot);

            if (right > left)
            {
                return (left, right);
            }

            (values[left], values[right]) = (values[right], values[left]);
        }
    }

    private readonly void OrderPair(int first, int second)
    {
        if (_values[first] > _values[second])
        {
            (_values[first], _values[second]) = (_values[second], _values[first]);
        }
    }

    // The value before the segment is no larger than any in it, so the inner loop needs no bound.
    private readonly void Insert(Segment segment)
    {
        for (int i = Math.Max(1, segment.From); i <= segment.To; i++)
        {
            double value = _values[i];
            int at = i;
            while (_values[at - 1] > value)
            {
                _values[at] = _values[at - 1];
                at--;
            }

            _values[at] = value;
        }
    }

    private record struct Segment(int From, int To, int FirstWanted, int LastWanted);
}
