using System.IO.Compression;
using Vireo.Fleet;

namespace Vireo.Benchmarks;

/// <summary>A real trace: a row of readings for each machine, empty where there is none.</summary>
internal sealed record TraceMatrix(Metric Metric, IReadOnlyList<string> Machines, IReadOnlyList<double[]> Rows)
{
    private const double PlanetLabMhz = 2_660;

    public int Slots => Rows.Max(row => row.Length);

    /// <summary>A day of PlanetLab: whole per cent of a capacity, as MHz.</summary>
    public static TraceMatrix ReadPlanetLab(string file) =>
        Read(file, Metric.CpuUsage, percent => percent * PlanetLabMhz / 100);

    /// <summary>The metrics of a month of Bitbrains.</summary>
    public static IEnumerable<TraceMatrix> ReadBitbrains(string folder)
    {
        yield return Read(Path.Combine(folder, "cpu_pct100.csv.gz"), Metric.CpuUsage, value => value);
        yield return Read(Path.Combine(folder, "mem_used_mib.csv.gz"), Metric.MemoryActive, value => value * 1_048_576);
        yield return Read(Path.Combine(folder, "disk_read_kbs.csv.gz"), Metric.DiskReadRate, value => value * 1_024);
        yield return Read(Path.Combine(folder, "disk_write_kbs.csv.gz"), Metric.DiskWriteRate, value => value * 1_024);
        yield return Read(Path.Combine(folder, "net_rx_kbs.csv.gz"), Metric.NetworkReceiveRate, value => value * 1_024);
        yield return Read(Path.Combine(folder, "net_tx_kbs.csv.gz"), Metric.NetworkSendRate, value => value * 1_024);
    }

    private static TraceMatrix Read(string file, Metric metric, Func<double, double> convert)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        List<string> machines = [];
        List<double[]> rows = [];
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            machines.Add(cells[0]);
            rows.Add([.. cells.Skip(1).Select(cell => cell.Length == 0 ? double.NaN : convert(double.Parse(cell)))]);
        }

        return new TraceMatrix(metric, machines, rows);
    }
}
