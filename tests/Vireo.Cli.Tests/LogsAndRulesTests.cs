using System.IO.Compression;
using System.Text;
using Vireo.Cli.Commands;

namespace Vireo.Cli.Tests;

public sealed class LogsAndRulesTests : IDisposable
{
    private const string Rules = """
        groups:
        - name: g
          rules:
          - alert: Down
            expr: up == 0
        """;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_line_gets_its_template_and_its_values()
    {
        string input = _work.File("a.log", "job 1 took 5 ms\njob 2 took 7 ms\n\nsaid \"x\", then 3");

        int code = await VireoCommand.RunAsync(["logs", "parse", "--input", input, "--output", _work.Path("out.csv")]);

        string[] rows = _work.Read("out.csv").TrimEnd('\n').Split('\n');
        Assert.Equal(0, code);
        Assert.Equal("line,template_id,template,parameters", rows[0]);
        Assert.EndsWith(",job <*> took <*>,\"[\"\"1\"\",\"\"5 ms\"\"]\"", rows[1], StringComparison.Ordinal);
        Assert.Equal(rows[1].Split(',')[1], rows[2].Split(',')[1]);
        Assert.StartsWith("3,", rows[3], StringComparison.Ordinal);
        Assert.EndsWith(",\"said \"\"x\"\", then <*>\",\"[\"\"3\"\"]\"", rows[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_may_be_compressed_binary_in_another_encoding_or_have_lines_of_any_length()
    {
        byte[] bad = [.. new byte[3 << 20].Select(_ => (byte)'x'), (byte)'\n', 0xff, 0x00, 0xe9, (byte)'\n', .. "last 1"u8];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bad);
        }

        string compressed = _work.Bytes("a.log.gz", packed.ToArray());
        string wide = _work.Bytes("w.log", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("größe 5\nende")]);

        Assert.Equal(0, await VireoCommand.RunAsync(["logs", "parse", "--input", compressed, "--output", _work.Path("a.csv")]));
        Assert.Equal(0, await VireoCommand.RunAsync(["logs", "parse", "--input", wide, "--output", _work.Path("w.csv")]));
        Assert.EndsWith(",last <*>,\"[\"\"1\"\"]\"\n", _work.Read("a.csv"), StringComparison.Ordinal);
        Assert.Contains(",größe <*>,", _work.Read("w.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_or_absent_logs_end_with_two()
    {
        string broken = _work.Bytes("b.gz", [0x1f, 0x8b, 1, 2, 3]);

        Assert.Equal(2, await VireoCommand.RunAsync(["logs", "parse", "--input", broken, "--output", _work.Path("o")]));
        Assert.Equal(2, await VireoCommand.RunAsync(["logs", "parse", "--input", "/no/such/file"]));
    }

    [Theory]
    [InlineData("exp_alerts: [{exp_labels: {host: a}}]", 0)]
    [InlineData("exp_alerts: []", 3)]
    [InlineData("exp_alrets: []", 2)]
    public async Task Tests_of_rules_end_with_what_they_find(string expected, int code)
    {
        _work.File("rules.yaml", Rules);
        string test = _work.File("test.yaml", $$"""
            rule_files: ["*les.yaml"]
            tests:
            - input_series: [{series: 'up{host="a"}', values: '0x5'}]
              alert_rule_test: [{eval_time: 1m, alertname: Down, {{expected}}}]
            """);

        Assert.Equal(code, await VireoCommand.RunAsync(["rules", "test", test]));
    }

    [Fact]
    public async Task Rule_files_are_checked()
    {
        string good = _work.File("good.yaml", Rules);
        string bad = _work.File("bad.yaml", Rules.Replace("== 0", "== ", StringComparison.Ordinal));

        Assert.Equal(0, await VireoCommand.RunAsync(["rules", "check", good]));
        Assert.Equal(2, await VireoCommand.RunAsync(["rules", "check", bad]));
    }
}
