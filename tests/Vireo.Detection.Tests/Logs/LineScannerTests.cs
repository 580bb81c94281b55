using System.Text;
using CsCheck;
using Vireo.Detection.Logs;

namespace Vireo.Detection.Tests.Logs;

public sealed class LineScannerTests
{
    [Theory]
    [InlineData("connection from 10.0.0.1:8080 closed", "connection from <*> closed")]
    [InlineData("took 12 ms, then 3.5 GiB free", "took <*> then <*> free")]
    [InlineData("started at Sun Jul 10 03:55:15 2005", "started at <*>")]
    [InlineData("open /var/log/messages: denied", "open <*> denied")]
    [InlineData("GET https://host.example/a?b=c HTTP/1.1", "GET <*> HTTP/<*>")]
    [InlineData("lock=233, name=\"View Lock\", ws=null", "lock=<*>, name=<*>, ws=<*>")]
    [InlineData("mac fa:16:3e:aa:bb:cc up", "mac <*> up")]
    [InlineData("from (10.0.0.1) and ()", "from <*> and <*>")]
    [InlineData("blk_-6952295868487656571 done", "<*> done")]
    [InlineData("list 1, 2, 3 and 4, 5", "list <*> and <*>")]
    [InlineData("interrupt......0", "interrupt......<*>")]
    [InlineData("May the force be with us", "May the force be with us")]
    [InlineData("", "")]
    public void What_varies_is_masked(string line, string template) =>
        Assert.Equal(template, Template(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Values_put_back_into_the_template_give_the_line() =>
        Gen.Char["ab1. :/=\"()[],-\\<"].Array[0, 60].Select(chars => new string(chars)).Sample(line =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            ParsedLine parsed = new LineParser(new TemplateMiner(new MinerOptions())).Parse(bytes);
            string[] parts = Encoding.UTF8.GetString(parsed.Template).Split("<*>");
            var text = new StringBuilder(parts[0]);
            for (int i = 1; i < parts.Length; i++)
            {
                (int from, int to) = parsed.Parameters[i - 1];
                text.Append(line.AsSpan(from, to - from)).Append(parts[i]);
            }

            return parts.Length == parsed.Parameters.Length + 1 && Words(text.ToString()).SequenceEqual(Words(line));
        });

    [Fact]
    public void Any_bytes_of_any_length_are_scanned() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            byte[] longLine = new byte[300 * bytes.Length];
            for (int i = 0; i < longLine.Length; i++)
            {
                longLine[i] = bytes[i % bytes.Length];
            }

            var scanner = new LineScanner();
            scanner.Scan(longLine);

            return scanner.Tokens.Length <= LineScanner.MostTokens;
        });

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Template(byte[] line) =>
        Encoding.UTF8.GetString(new LineParser(new TemplateMiner(new MinerOptions())).Parse(line).Template);
}
