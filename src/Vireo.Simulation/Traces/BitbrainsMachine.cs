namespace Vireo.Simulation;

/// <summary>One machine of a Bitbrains trace, on the five-minute grid; a later row of one slot wins.</summary>
internal sealed class BitbrainsMachine
{
    private const long SlotSeconds = 300;
    private const double FirstMilliseconds = 1e11;

    private readonly List<(long Slot, float[] Values)> _rows = [];
    private int _cores;
    private double _capacityMhz;
    private double _memoryKib;

    /// <summary>How the file writes each workload metric, in their order.</summary>
    public static TraceColumn[] Columns { get; } =
    [
        new(WorkloadMetric.Cpu, 100),
        new(WorkloadMetric.Memory, 1.0 / 1024),
        new(WorkloadMetric.NetworkReceived, 1.0 / 1024),
        new(WorkloadMetric.NetworkSent, 1.0 / 1024),
        new(WorkloadMetric.DiskRead, 1.0 / 1024),
        new(WorkloadMetric.DiskWritten, 1.0 / 1024),
    ];

    public long FirstSlot => _rows.Min(row => row.Slot);

    public long LastSlot => _rows.Max(row => row.Slot);

    public required string Name { get; init; }

    public TraceMachine Size => new(
        Name,
        _cores > 0 ? _cores : null,
        _capacityMhz > 0 ? _capacityMhz : null,
        _memoryKib > 0 ? _memoryKib * 1024 : null);

    public static BitbrainsMachine Read(string file, TraceLimits limits, ref long ignored)
    {
        using var lines = TraceLines.Open(file, limits);
        var machine = new BitbrainsMachine { Name = Path.GetFileName(file).Split('.')[0] };
        int[] places = BitbrainsHeader.Read(lines, out int columns);
        double[] cells = new double[places.Length];
        while (lines.TryRead(out var line))
        {
            ReadCells(lines, line, columns, places, cells);
            machine.Add(lines, cells, ref ignored);
            if (machine._rows.Count > limits.Samples)
            {
                throw lines.Error($"at most {limits.Samples} samples", "more");
            }
        }

        return machine._rows.Count > 0 ? machine : throw lines.Error("at least one sample", "only a header");
    }

    /// <summary>The machine's values of one metric, on a grid that begins at a slot.</summary>
    public float[] Row(int metric, long first, int samples)
    {
        float[] row = new float[samples];
        Array.Fill(row, float.NaN);
        foreach (var (slot, values) in _rows)
        {
            row[slot - first] = values[metric];
        }

        return row;
    }

    private static void ReadCells(
        TraceLines lines, ReadOnlySpan<byte> line, int columns, int[] places, double[] values)
    {
        var cells = new TraceCells(lines, line, (byte)';');
        Array.Fill(values, double.NaN);
        bool isLastEmpty = false;
        while (cells.TryNext(out var cell))
        {
            int column = Array.IndexOf(places, cells.Count - 1);
            if (column >= 0)
            {
                values[column] = cells.Number(cell);
            }

            isLastEmpty = cell.IsEmpty;
        }

        // A row that was cut short must not pass for one with gaps; a separator at its end is harmless.
        int found = isLastEmpty && cells.Count > columns ? cells.Count - 1 : cells.Count;
        if (found != columns)
        {
            throw lines.Error($"{columns} columns, as in the header", $"{found}");
        }
    }

    private void Add(TraceLines lines, double[] cells, ref long ignored)
    {
        double seconds = cells[BitbrainsHeader.Timestamp];
        seconds = seconds > FirstMilliseconds ? seconds / 1000 : seconds;
        if (!(seconds >= 0 && seconds < FirstMilliseconds))
        {
            throw lines.Error("a Unix timestamp in column 1", $"{cells[BitbrainsHeader.Timestamp]}");
        }

        _cores = Math.Max(_cores, (int)Believable(cells[BitbrainsHeader.Cores], 4096));
        _capacityMhz = Math.Max(_capacityMhz, Believable(cells[BitbrainsHeader.CapacityMhz], 1e8));
        _memoryKib = Math.Max(_memoryKib, Believable(cells[BitbrainsHeader.MemoryKib], 1e12));
        float[] values = new float[Columns.Length];
        for (int metric = 0; metric < values.Length; metric++)
        {
            values[metric] = Columns[metric].Keep(cells[BitbrainsHeader.FirstMetric + metric], ref ignored);
        }

        _rows.Add(((long)(seconds / SlotSeconds), values));
    }

    private static double Believable(double value, double most) => value >= 0 && value <= most ? value : 0;
}
