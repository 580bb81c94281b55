namespace Vireo.Simulation;

/// <summary>Armed timers, earliest first, ties by creation number. Each timer knows its place, so re-arming and
/// disposing cost O(log n) and leave nothing behind: a fleet arms millions of time-outs that never fire.</summary>
internal sealed class TimerHeap
{
    private VirtualTimer[] _items = new VirtualTimer[64];

    public int Count { get; private set; }

    public VirtualTimer Earliest => _items[0];

    public void Add(VirtualTimer timer)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        MoveUp(timer, Count++);
    }

    public void Remove(VirtualTimer timer)
    {
        int hole = timer.HeapIndex;
        timer.HeapIndex = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (hole == Count)
        {
            return;
        }

        MoveUp(last, hole);
        if (last.HeapIndex == hole)
        {
            MoveDown(last, hole);
        }
    }

    private void MoveUp(VirtualTimer timer, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(timer, _items[parent]))
            {
                break;
            }

            Put(_items[parent], index);
            index = parent;
        }

        Put(timer, index);
    }

    private void MoveDown(VirtualTimer timer, int index)
    {
        while (true)
        {
            int child = (index * 2) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!IsBefore(_items[child], timer))
            {
                break;
            }

            Put(_items[child], index);
            index = child;
        }

        Put(timer, index);
    }

    private void Put(VirtualTimer timer, int index)
    {
        _items[index] = timer;
        timer.HeapIndex = index;
    }

    private static bool IsBefore(VirtualTimer left, VirtualTimer right) =>
        left.DueTicks != right.DueTicks ? left.DueTicks < right.DueTicks : left.Number < right.Number;
}
