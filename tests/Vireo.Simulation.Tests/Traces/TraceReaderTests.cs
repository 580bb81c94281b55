namespace Vireo.Simulation.Tests.Traces;

public sealed class TraceReaderTests : IDisposable
{
    private const string BitbrainsHeader =
        "Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\t" +
        "Memory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\t" +
        "Disk write throughput [KB/s];\tNetwork received throughput [KB/s];\tNetwork transmitted throughput [KB/s]\n";

    private readonly TraceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_keeps_the_order_of_its_rows_and_its_gaps()
    {
        string file = _folder.Write("load.csv", "vm,s0,s1,s2\nzebra,24,,7\nant,0,99,NaN\n");

        var trace = TraceReader.Read(file);

        Assert.Equal(["zebra", "ant"], trace.Machines.Select(machine => machine.Name));
        Assert.Equal([24, float.NaN, 7], trace.Series.Single().Rows[0]);
        Assert.Equal([0.0, 0.99, double.NaN], Cpu(trace, row: 1));
        Assert.Equal(0, trace.IgnoredValues);
    }

    [Fact]
    public void A_packed_matrix_reads_like_a_plain_one()
    {
        string file = _folder.Write("load.csv.gz", TraceFolder.Gzip("vm,s0,s1\r\na,1,2\r\n"));

        Assert.Equal([0.01, 0.02], Cpu(TraceReader.Read(file), row: 0));
    }

    [Fact]
    public void A_folder_of_matrices_gives_one_series_a_metric_and_takes_sizes_from_its_list()
    {
        _folder.Write("cpu_pct100.csv", "vm,t0,t1\n7,2500,10000\n9,0,50\n");
        _folder.Write("mem_used_mib.csv", "vm,t0,t1\n7,512,1024\n9,1,2\n");
        _folder.Write("net_rx_kbs.csv", "vm,t0,t1\n7,3,4\n9,5,6\n");
        _folder.Write("vms.csv", "vm,cores,cpu_capacity_mhz,mem_provisioned_mib,samples\n7,2,5852,8192,2\n9,1,2600,1024,2\n");

        var trace = TraceReader.Read(_folder.Path);

        Assert.Equal(
            [WorkloadMetric.Cpu, WorkloadMetric.Memory, WorkloadMetric.NetworkReceived],
            trace.Series.Select(series => series.Metric));
        Assert.Equal(new TraceMachine("7", 2, 5852, 8192.0 * 1024 * 1024), trace.Machines[0]);
        Assert.Equal([0.25, 1.0], Cpu(trace, row: 0));
        Assert.Equal([1.0 * 1024 * 1024, 2.0 * 1024 * 1024], Values(trace.Series[1], row: 1));
        Assert.Equal([3.0 * 1024, 4.0 * 1024], Values(trace.Series[2], row: 0));
    }

    [Fact]
    public void A_planetlab_folder_is_read_in_the_byte_order_of_its_file_names()
    {
        _folder.Write("node_b", "5\n6\n");
        _folder.Write("node_B", "1\n2\n");
        _folder.Write("node_a", "3\n4\n");

        var trace = TraceReader.Read(_folder.Path);

        Assert.Equal(["node_B", "node_a", "node_b"], trace.Machines.Select(machine => machine.Name));
        Assert.Equal([0.03, 0.04], Cpu(trace, row: 1));
    }

    [Fact]
    public void Bitbrains_files_are_put_on_one_grid_and_a_later_row_of_one_slot_wins()
    {
        _folder.Write(
            "1.csv",
            BitbrainsHeader +
            "1376314846;\t4;\t11703.99;\t10912.0;\t93.2;\t67108864.0;\t6129274.4;\t0.1;\t20.5;\t1.0;\t2.0\n" +
            "1376315146;\t4;\t11703.99;\t10890.5;\t93.0;\t67108864.0;\t6755624.0;\t0.0;\t21.0;\t1.5;\t2.5\n" +
            "1376315147;\t4;\t11703.99;\t10890.5;\t94.0;\t67108864.0;\t6755624.0;\t0.0;\t21.0;\t1.5;\t2.5\n");
        _folder.Write(
            "2.csv", BitbrainsHeader + "1376315446000;\t1;\t2600;\t0;\t50;\t1048576;\t524288;\t0;\t0;\t0;\t0\n");

        var trace = TraceReader.Read(_folder.Path);

        Assert.Equal(3, trace.Samples);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1376314846 / 300 * 300), trace.Start);
        Assert.Equal(93.2f, trace.Series[0].Rows[0][0]);
        Assert.Equal(94f, trace.Series[0].Rows[0][1]);
        Assert.Equal([double.NaN, double.NaN, 0.5], Cpu(trace, row: 1));
        Assert.Equal(new TraceMachine("2", 1, 2600, 1L << 30), trace.Machines[1]);
    }

    [Fact]
    public void A_Bitbrains_row_that_was_cut_short_is_refused_with_its_line()
    {
        string file = _folder.Write(
            "1.csv",
            BitbrainsHeader + "1376314846;\t4;\t11703.99;\t10912.0;\t93.2;\t67108864.0;\t6129274.4;\t0.1;\t20.5;\t1.0;\t2.0\n" +
            "1376315146;\t4;\t11703.99;\t1089");

        var refusal = Assert.Throws<TraceFormatException>(() => TraceReader.Read(file));

        Assert.Contains("1.csv, line 3", refusal.Message);
        Assert.Contains("11 columns", refusal.Message);
    }

    [Fact]
    public void Long_form_is_read_by_time_or_by_step_in_any_order()
    {
        string dated = _folder.Write(
            "dated.csv",
            "unique_id,ds,cpu_ratio,mem_used_mib\nb,2026-01-05T00:10:00Z,0.3,\nb,2026-01-05T00:00:00Z,0.1,7\n" +
            "a,2026-01-05T00:05:00Z,0.2,8\n");
        string stepped = _folder.Write("stepped.csv", "unique_id,ds,y\nx,1,10\nx,3,30\n");

        var byTime = TraceReader.Read(dated);
        var byStep = TraceReader.Read(stepped);

        Assert.Equal(["b", "a"], byTime.Machines.Select(machine => machine.Name));
        Assert.Equal(TimeSpan.FromMinutes(10), byTime.Step);
        Assert.Equal([0.1f, 0.3f], byTime.Series[0].Rows[0]);
        Assert.Equal([0.1, double.NaN, 0.3], Cpu(byStep, row: 0));
    }

    [Fact]
    public void Values_that_cannot_be_true_are_counted_and_become_gaps()
    {
        string file = _folder.Write("load.csv", "vm,s0,s1,s2,s3\na,-1,1e300,Infinity,50\n");

        var trace = TraceReader.Read(file);

        Assert.Equal(3, trace.IgnoredValues);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 0.5], Cpu(trace, row: 0));
    }

    [Fact]
    public void Two_machines_may_share_a_name()
    {
        string file = _folder.Write("load.csv", "vm,s0\ntwin,1\ntwin,2\n");

        Assert.Equal(2, TraceReader.Read(file).Machines.Length);
    }

    [Fact]
    public void A_trace_replays_holding_its_end_or_from_its_start()
    {
        var trace = TraceReader.Read(_folder.Write("load.csv", "vm,s0,s1\na,10,20\n"));
        double[] value = new double[1];

        var holding = new TraceWorkload(trace, [new Fleet.MemoryBytes(1)], repeats: false);
        var repeating = new TraceWorkload(trace, [new Fleet.MemoryBytes(1)], repeats: true);

        holding.Read(WorkloadMetric.Cpu, 5, value);
        Assert.Equal(0.2, value[0]);
        repeating.Read(WorkloadMetric.Cpu, 4, value);
        Assert.Equal(0.1, value[0]);
    }

    private static double[] Cpu(TraceSet trace, int row) =>
        Values(trace.Series.First(series => series.Metric == WorkloadMetric.Cpu), row);

    private static double[] Values(TraceSeries series, int row) =>
        [.. series.Rows[row].Select(value => Math.Round(value / series.Divisor, 12))];
}
