using CsCheck;

namespace Vireo.Simulation.Tests.Traces;

public sealed class BadTraceTests : IDisposable
{
    private readonly TraceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("empty", "", 1, "an empty file")]
    [InlineData("other", "a,b,c\n1,2,3\n", 1, "something else")]
    [InlineData("letters", "vm,s0,s1\na,1,two\n", 2, "'two'")]
    [InlineData("short-row", "vm,s0,s1\na,1,2\nb,3\n", 3, "2")]
    [InlineData("long-row", "vm,s0\na,1,2\n", 2, "more")]
    [InlineData("header-only", "vm,s0,s1\n", 0, "none")]
    [InlineData("no-columns", "vm,\na,\n", 0, "")]
    [InlineData("long-form-date", "unique_id,ds,y\na,yesterday,1\n", 2, "'yesterday'")]
    [InlineData("long-form-mixed", "unique_id,ds,y\na,1,1\na,2026-01-01,1\n", 3, "'2026-01-01'")]
    [InlineData("long-form-no-cpu", "unique_id,ds,weather\na,1,1\n", 1, "none")]
    [InlineData("long-form-cells", "unique_id,ds,y\na,1\n", 2, "2")]
    [InlineData("long-form-far", "unique_id,ds,y\na,0,1\na,999999999999,1\n", 0, "steps")]
    [InlineData("planetlab", "5\nsix\n", 2, "'six'")]
    [InlineData("bitbrains", "Timestamp [ms];CPU cores\n1;2\n", 1, "other columns")]
    public void A_bad_file_is_refused_with_file_line_and_what_was_found(
        string name, string text, int line, string found)
    {
        string file = _folder.Write($"{name}.csv", text);
        if (name == "no-columns")
        {
            Assert.Equal(1, TraceReader.Read(file).Samples);

            return;
        }

        var error = Assert.Throws<TraceFormatException>(() => TraceReader.Read(file));

        Assert.Equal(file, error.File);
        Assert.Equal(line, error.Line);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_an_empty_folder_are_refused()
    {
        Assert.Throws<TraceFormatException>(() => TraceReader.Read(Path.Combine(_folder.Path, "absent.csv")));
        Assert.Throws<TraceFormatException>(() => TraceReader.Read(_folder.Path));
    }

    [Fact]
    public void A_truncated_packed_file_is_refused_wherever_it_ends()
    {
        byte[] whole = TraceFolder.Gzip("vm,s0,s1\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},1,{i % 90}\n")));
        for (int kept = 1; kept < whole.Length; kept += 7)
        {
            string file = _folder.Write("cut.csv.gz", whole[..kept]);

            Assert.Throws<TraceFormatException>(() => TraceReader.Read(file));
        }
    }

    [Fact]
    public void Packed_files_joined_into_one_are_read_whole_and_refused_when_cut()
    {
        byte[] first = TraceFolder.Gzip("vm,s0,s1\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},1,{i % 90}\n")));
        byte[] second = TraceFolder.Gzip(string.Concat(Enumerable.Range(300, 200).Select(i => $"{i},1,{i % 90}\n")));
        byte[] joined = [.. first, .. second];

        int rows = 0;
        using (var lines = TraceLines.Open(_folder.Write("joined.csv.gz", joined), new TraceLimits()))
        {
            while (lines.TryRead(out _))
            {
                rows++;
            }
        }

        Assert.Equal(501, rows);
        for (int kept = first.Length + 1; kept < joined.Length; kept += 7)
        {
            string file = _folder.Write("cut.csv.gz", joined[..kept]);

            Assert.Throws<TraceFormatException>(() => TraceReader.Read(file));
        }
    }

    [Fact]
    public void A_damaged_packed_file_is_refused()
    {
        byte[] bytes = TraceFolder.Gzip("vm,s0\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i % 90}\n")));
        bytes[bytes.Length / 2] ^= 0xFF;

        Assert.Throws<TraceFormatException>(() => TraceReader.Read(_folder.Write("bad.csv.gz", bytes)));
    }

    [Fact]
    public void Text_in_another_encoding_is_refused_as_such()
    {
        string utf16 = _folder.Write("utf16.csv", System.Text.Encoding.Unicode.GetBytes("vm,s0\na,1\n"));
        string latin1 = _folder.Write("latin1.csv", System.Text.Encoding.Latin1.GetBytes("vm,s0\nmüller,1\n"));

        Assert.Contains("UTF-8", Assert.Throws<TraceFormatException>(() => TraceReader.Read(utf16)).Message);
        Assert.Contains("UTF-8", Assert.Throws<TraceFormatException>(() => TraceReader.Read(latin1)).Message);
    }

    [Fact]
    public void A_huge_file_stops_at_the_limits_without_being_held_in_memory()
    {
        var limits = new TraceLimits { LineBytes = 1 << 20, FileBytes = 8 << 20, Machines = 1000, Samples = 1000 };
        string line = _folder.Write("line.csv", new string('9', 3 << 20));
        string rows = _folder.Write(
            "rows.csv", "vm,s0\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i},1\n")));
        string bomb = _folder.Write("bomb.csv.gz", TraceFolder.Gzip("vm,s0\n" + new string('\n', 16 << 20)));

        Assert.Contains("longer", Assert.Throws<TraceFormatException>(() => TraceReader.Read(line, limits)).Message);
        Assert.Contains("machines", Assert.Throws<TraceFormatException>(() => TraceReader.Read(rows, limits)).Message);
        Assert.Contains("bytes", Assert.Throws<TraceFormatException>(() => TraceReader.Read(bomb, limits)).Message);
    }

    [Fact]
    public void Matrices_of_one_folder_must_name_the_same_machines()
    {
        _folder.Write("cpu_pct.csv", "vm,t0\na,1\nb,2\n");
        _folder.Write("mem_used_mib.csv", "vm,t0\na,1\nc,2\n");

        var error = Assert.Throws<TraceFormatException>(() => TraceReader.Read(_folder.Path));

        Assert.Contains("machine 'b'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void Random_bytes_never_do_anything_but_read_or_be_refused() => Gen.Byte.Array[0, 400].Sample(ReadsOrRefuses);

    [Fact]
    public void Random_lines_of_trace_like_text_never_do_anything_but_read_or_be_refused()
    {
        var cell = OneOf(
            "vm", "s0", "unique_id", "ds", "y", "Timestamp [ms]", "1", "-1", "NaN", "1e999", "", "\"", "2026-01-01",
            "9223372036854775807", "0.5", "é", "\t7 ", ";", "cpu_ratio");
        var line = Gen.Select(cell.Array[0, 5], OneOf(",", ";"), (cells, separator) => string.Join(separator, cells));
        var header = OneOf(
            "vm,s0,s1", "unique_id,ds,y", "5", "Timestamp [ms];CPU cores;CPU capacity provisioned [MHZ];CPU usage [%];" +
            "Memory capacity provisioned [KB];Memory usage [KB];Disk read;Disk write;Network received;Network transmitted");

        Gen.Select(header, line.Array[0, 6]).Sample((first, rest) =>
            ReadsOrRefuses(System.Text.Encoding.UTF8.GetBytes(first + "\n" + string.Join('\n', rest))));
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        string file = Path.Combine(Path.GetTempPath(), $"vireo-fuzz-{Guid.NewGuid():n}");
        File.WriteAllBytes(file, bytes);
        try
        {
            return TraceReader.Read(file).Machines.Length > 0;
        }
        catch (TraceFormatException)
        {
            return true;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
