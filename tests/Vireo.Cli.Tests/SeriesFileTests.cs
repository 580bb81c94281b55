using System.IO.Compression;
using System.Text;
using CsCheck;
using Parquet;
using Parquet.Schema;
using Vireo.Cli.Commands;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Tests;

public sealed class SeriesFileTests : IDisposable
{
    private const string Header = "unique_id,ds,y\n";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_forecast_whose_name_ends_in_gz_is_packed_and_can_be_read_again()
    {
        string input = _work.File("plain.csv", "unique_id,ds,y\na,0,1\na,1,2\na,2,3\n");
        string output = _work.Path("out.csv.gz");

        Assert.Equal(0, await VireoCommand.RunAsync(
            ["forecast", "--input", input, "--horizon", "2", "--model", "naive", "--output", output]));

        using var unpacked = new StreamReader(new GZipStream(File.OpenRead(output), CompressionMode.Decompress));
        string[] lines = (await unpacked.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.StartsWith("unique_id,ds,model,yhat", lines[0], StringComparison.Ordinal);
        Assert.Equal(["a,3,naive,3", "a,4,naive,3"], lines[1..].Select(line => string.Join(',', line.Split(',')[..4])));
    }

    [Fact]
    public void Rows_in_any_order_stand_on_an_even_grid_with_gaps_and_the_later_of_two_rows_counts()
    {
        var file = Read("a,3,30\nb,10,1\na,1,10\na,4,40\na,3,33\na,6,inf\nb,20,2\nb,40,4\n");

        var (a, b) = (file.Series[0], file.Series[1]);
        Assert.Equal([10, double.NaN, 33, 40, double.NaN, double.NaN], a.Values);
        Assert.Equal([1, 2, double.NaN, 4], b.Values);
        Assert.Equal(("7", "50"), (a.Grid.Stamp(a.Values.Length), b.Grid.Stamp(b.Values.Length)));
        Assert.Equal(
            [
                "1 row repeats an instant of its series; the later row counts ('a').",
                "1 series is not in the order of time; it was sorted ('a').",
                "3 points of the even grid of their series have no row; they count as missing ('a', 'b').",
                "1 value is infinite or not within ±1e150, so nothing can be computed with it; it counts as missing ('a').",
            ],
            file.Notes);
    }

    [Fact]
    public void Times_between_two_grid_points_go_to_the_nearer_one_and_it_is_said()
    {
        var file = Read("a,2026-01-01T00:00:00Z,1\na,2026-01-01T00:05:00Z,2\na,2026-01-01T00:10:00Z,3\na,2026-01-01T00:16:00Z,4\n");

        Assert.Equal([1, 2, 3, 4], file.Series[0].Values);
        Assert.Equal("2026-01-01T00:20:00Z", file.Series[0].Grid.Stamp(4));
        Assert.Contains("even grid", Assert.Single(file.Notes));
    }

    [Fact]
    public void Months_are_counted_as_months()
    {
        var file = Read("a,2025-11-01,1\na,2025-12-01,2\na,2026-01-01,3\na,2026-03-01,5\n");

        Assert.Equal([1, 2, 3, double.NaN, 5], file.Series[0].Values);
        Assert.Equal("2026-04-01T00:00:00Z", file.Series[0].Grid.Stamp(5));
        Assert.Contains("1 point of the even grid", Assert.Single(file.Notes));
    }

    [Fact]
    public void An_output_that_cannot_be_or_would_replace_the_input_is_refused_before_any_work()
    {
        string input = Path.Combine(Path.GetTempPath(), "in.csv");

        Assert.Contains("is the file that is read", Assert.Throws<UsageException>(() => Output.Check(input, input)).Message);
        Assert.Contains(
            "no folder", Assert.Throws<UsageException>(() => Output.Check("/nonexistent/out.csv", input)).Message);
        Output.Check(Path.Combine(Path.GetTempPath(), "out.csv"), input);
        Output.Check("-", input);
    }

    [Fact]
    public async Task Nothing_is_written_over_what_is_read_nor_two_results_into_one_file()
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,2\n");
        string link = _work.Path("link.csv");
        File.CreateSymbolicLink(link, input);
        string folder = Directory.CreateDirectory(_work.Path("folder")).FullName;
        string[] forecast = ["forecast", "--input", input, "--horizon", "1", "--model", "lstm"];

        Assert.Equal(2, await VireoCommand.RunAsync([.. forecast, "--output", link]));
        Assert.Equal(2, await VireoCommand.RunAsync([.. forecast, "--save-model", input]));
        Assert.Equal(2, await VireoCommand.RunAsync([.. forecast, "--output", folder]));
        Assert.Equal(2, await VireoCommand.RunAsync(
            [.. forecast, "--output", _work.Path("x"), "--checkpoint", _work.Path("x")]));
        Assert.StartsWith("unique_id,ds,y", _work.Read("in.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_more_columns_is_read_by_its_first_three() =>
        Assert.Equal([4, 5], Assert.Single(SeriesFile.Read(
            _work.File("wide.csv", "unique_id,ds,y,note\na,0,4,x\na,1,5,y\n")).Series).Values);

    [Theory]
    [InlineData("a,0,1\na,1\n", "line 3")]
    [InlineData("a,0,1\n,1,2\n", "line 3")]
    [InlineData("a,0,1\na,2026-01-01,2\n", "series 'a'")]
    [InlineData("a,0,1\na,1,2\na,99999999999,2\n", "series 'a'")]
    [InlineData("a,0,1\na,1,0x7\n", "line 3")]
    [InlineData("a,0,1\n\0\u0001\u0002", "line 3")]
    public void A_fault_is_refused_with_its_place(string rows, string place) =>
        Assert.Contains(place, Assert.Throws<UsageException>(() => Read(rows)).Message);

    [Fact]
    public async Task A_quoted_name_may_hold_commas_and_quotes_and_comes_out_as_it_went_in()
    {
        const string Name = "\"rack 7, \"\"left\"\"\"";
        string rows = string.Concat(Enumerable.Range(0, 5).Select(i => $"{Name},{i},{i}\n\"plain\",\"{i}\",{i}\n"));

        Assert.Equal(["rack 7, \"left\"", "plain"], Read(rows).Series.Select(series => series.Id));
        int code = await Commands.VireoCommand.RunAsync([
            "forecast", "--input", _work.Path("series.csv"), "--horizon", "1", "--model", "naive", "--output", _work.Path("out.csv")]);
        string[] lines = _work.Read("out.csv").Split('\n');
        Assert.Equal(0, code);
        Assert.StartsWith($"{Name},5,naive,4,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("plain,5,naive,4,", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,0,1\n\"b,1,2\n", "quote")]
    [InlineData("a,0,1\n\"b\"x,1,2\n", "comma")]
    [InlineData("a,0,1\n\"\",1,2\n", "a name in unique_id")]
    public void A_name_that_is_quoted_wrongly_is_refused_with_its_place(string rows, string expected)
    {
        string message = Assert.Throws<UsageException>(() => Read(rows)).Message;

        Assert.Contains("line 3", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_joined_from_two_reads_like_the_two()
    {
        byte[] joined = [.. Packed(Header + "a,0,1\na,1,2\n"), .. Packed("a,2,3\n")];

        Assert.Equal([1, 2, 3], SeriesFile.Read(_work.Bytes("joined.csv.gz", joined)).Series[0].Values);
    }

    [Fact]
    public void A_file_that_was_cut_in_its_last_line_is_told() =>
        Assert.Contains("line 3", Assert.Single(Read("a,0,1\na,1,2").Notes));

    [Theory]
    [InlineData("a,0,1\na,1,2\na,2")]
    [InlineData("a,0,1\na,1,2\nlong")]
    [InlineData("a,0,1\na,1,2\n\"quo")]
    [InlineData("a,0,1\na,1,2\na,2026-0,")]
    public void What_a_cut_left_of_the_last_row_is_left_out_and_told(string rows)
    {
        var file = Read(rows);

        Assert.Equal([1, 2], Assert.Single(file.Series).Values);
        Assert.Contains("cut in line 4", Assert.Single(file.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b,1,0x7\n", "line 3")]
    [InlineData("b,1\n", "line 3")]
    [InlineData("b,1,4,5\n", "with a point in y and no comma")]
    [InlineData("b,soon,1\n", "line 3")]
    [InlineData("b,0,1\nb,2026-01-01,2\n", "series 'b'")]
    [InlineData("b,0,1\nb,1,2\nb,99999999999,2\n", "series 'b'")]
    public void A_series_that_cannot_be_read_is_named_and_costs_the_others_nothing(string fault, string place)
    {
        var file = Read("a,0,1\n" + fault + "a,1,2\n");

        Assert.Equal([1, 2], Assert.Single(file.Series).Values);
        Assert.Contains(place, Assert.Single(file.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_series_or_an_error_that_says_so() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            try
            {
                SeriesFile.Read(_work.Bytes("noise.csv", [.. "unique_id,ds,y\n"u8, .. bytes]));
            }
            catch (UsageException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }, iter: 300);

    [Fact]
    public async Task Parquet_reads_like_the_same_rows_in_text()
    {
        string path = _work.Path("series.parquet");
        await WriteParquetAsync(path);

        var file = SeriesFile.Read(path);

        Assert.Equal(["a", "b"], file.Series.Select(series => series.Id));
        Assert.Equal([1, 2, double.NaN], file.Series[0].Values);
        Assert.Equal("2026-01-01T03:00:00Z", file.Series[0].Grid.Stamp(3));
        Assert.Equal([7], file.Series[1].Values);
    }

    [Fact]
    public async Task A_row_of_Parquet_without_an_instant_costs_its_own_series_only()
    {
        string path = _work.Path("holes.parquet");
        await WriteParquetAsync(path, hasHole: true);

        var file = SeriesFile.Read(path);

        Assert.Equal([1, 2, double.NaN], Assert.Single(file.Series).Values);
        Assert.Contains("holes.parquet, row 4", Assert.Single(file.Faults), StringComparison.Ordinal);
        Assert.Contains("'b'", file.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_Parquet_is_refused()
    {
        string path = _work.Path("whole.parquet");
        await WriteParquetAsync(path);
        byte[] bytes = File.ReadAllBytes(path);

        Assert.Throws<UsageException>(() => SeriesFile.Read(_work.Bytes("cut.parquet", bytes[..(bytes.Length / 2)])));
    }

    [Fact]
    public async Task Forecasts_go_out_as_Parquet_too_and_one_empty_series_costs_the_others_nothing()
    {
        string input = _work.File("in.csv", Header + string.Concat(Enumerable.Range(0, 30).Select(i => $"web,{i},{i % 5}\nempty,{i},\n")));

        int code = await Commands.VireoCommand.RunAsync(
            ["forecast", "--input", input, "--horizon", "4", "--model", "naive", "--output", _work.Path("out.parquet")]);

        Assert.Equal(0, code);
        await using var reader = await ParquetReader.CreateAsync(_work.Path("out.parquet"), null, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["unique_id", "ds", "model", "yhat", "lo-80", "hi-80", "lo-95", "hi-95"], reader.Schema.DataFields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(4, group.RowCount);
    }

    private static byte[] Packed(string text)
    {
        var bytes = new MemoryStream();
        using (var packing = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private SeriesFile Read(string rows) => SeriesFile.Read(_work.File("series.csv", Header + rows));

    private static async Task WriteParquetAsync(string path, bool hasHole = false)
    {
        var id = new DataField<string>("unique_id");
        var at = new DataField<DateTime?>("ds");
        var y = new DataField<double?>("y");
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, at, y), file, null, false, CancellationToken.None);
        using var group = writer.CreateRowGroup();
        var midnight = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await group.WriteAsync(id, "aaab".Select(letter => $"{letter}").ToArray());
        DateTime?[] stamps = [midnight, midnight.AddHours(1), midnight.AddHours(2), hasHole ? null : midnight];
        await group.WriteAsync<DateTime>(at, stamps.AsMemory());
        await group.WriteAsync<double>(y, new double?[] { 1, 2, null, 7 }.AsMemory());
    }
}
