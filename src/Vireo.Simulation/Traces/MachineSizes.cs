namespace Vireo.Simulation;

/// <summary>Sizes that go with matrices: <c>vm,cores,cpu_capacity_mhz,mem_provisioned_mib,…</c>.</summary>
internal static class MachineSizes
{
    public static Dictionary<string, TraceMachine> Read(string file, TraceLimits limits)
    {
        using var lines = TraceLines.Open(file, limits);
        lines.TryRead(out _);
        var sizes = new Dictionary<string, TraceMachine>();
        while (lines.TryRead(out var line))
        {
            var cells = new TraceCells(lines, line, (byte)',');
            cells.TryNext(out var cell);
            string name = lines.Text(cell);
            double cores = Next(lines, ref cells, 1, 4096);
            double mhz = Next(lines, ref cells, 0, 1e8);
            double mib = Next(lines, ref cells, 0, 1e9);
            sizes[name] = new TraceMachine(
                name, (int)cores, mhz > 0 ? mhz : null, mib > 0 ? mib * 1024 * 1024 : null);
            if (sizes.Count > limits.Machines)
            {
                throw lines.Error($"at most {limits.Machines} machines", "more");
            }
        }

        return sizes;
    }

    private static double Next(TraceLines lines, ref TraceCells cells, double low, double high)
    {
        if (!cells.TryNext(out var cell))
        {
            throw lines.Error("vm,cores,cpu_capacity_mhz,mem_provisioned_mib", $"{cells.Count} cells");
        }

        double value = cells.Number(cell);

        return value >= low && value <= high
            ? value
            : throw lines.Error($"a number from {low} to {high} in column {cells.Count}", TraceCells.Quote(cell));
    }
}
