using System.Text;
using CsCheck;
using Vireo.Adapters.Logs;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>Lines of every form that syslog daemons and the journal write.</summary>
public class LogFormatTests
{
    [Theory]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed", "mymachine.example.com", "su: 'su root' failed")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z web-1 evntslog - ID47 [ex@32473 iut=\"3\" a=\"x\\\"]y\"][other@1] An event", "web-1", "evntslog: An event")]
    [InlineData("<165>1 - web-1 app 12 - -", "web-1", "app: ")]
    [InlineData("<13>Feb  5 17:32:18 10.0.0.99 kernel: eth0: NIC Link is Down", "10.0.0.99", "kernel: eth0: NIC Link is Down")]
    [InlineData("Oct 11 22:14:15 mymachine su[12]: failed", "mymachine", "su[12]: failed")]
    [InlineData("2026-01-05T12:00:00.123456+01:00 web-1 sshd[7]: hello", "web-1", "sshd[7]: hello")]
    public void Syslog_says_who_wrote_and_what(string line, string writer, string text) =>
        Assert.Equal((writer, text.Trim()), LogFormats.Syslog(line));

    [Theory]
    [InlineData("")]
    [InlineData("hello world")]
    [InlineData("<999>1 2003-10-11T22:14:15.003Z a b c d - text")]
    [InlineData("<34>1 yesterday a b c d - text")]
    [InlineData("2026-01-05T12:00:00Z")]
    public void What_is_no_syslog_is_not_guessed_at(string line) => Assert.Null(LogFormats.Syslog(line));

    [Theory]
    [InlineData("""{"_HOSTNAME":"web-1","SYSLOG_IDENTIFIER":"sshd","MESSAGE":"hello"}""", "web-1", "sshd: hello")]
    [InlineData("""{"_HOSTNAME":"web-1","MESSAGE":[104,105]}""", "web-1", "hi")]
    [InlineData("""{"_HOSTNAME":"web-1","MESSAGE":[104,"x",-1]}""", "web-1", "h??")]
    public void The_journal_is_read_as_it_is_exported(string line, string writer, string text) =>
        Assert.Equal((writer, text), LogFormats.Parse(LogFormat.Journal, line, ""));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"MESSAGE\":\"no host\"}")]
    [InlineData("{\"_HOSTNAME\":\"h\",\"MESSAGE\":null}")]
    [InlineData("{\"_HOSTNAME\":\"h\",\"MESSAGE\":\"\\ud800 half a character\"}")]
    [InlineData("{ cut")]
    public void A_journal_line_that_is_none_is_refused(string line) => Assert.Null(LogFormats.Parse(LogFormat.Journal, line, ""));

    [Fact]
    public void No_text_whatever_breaks_a_reader() => Gen.String.Sample(text =>
    {
        LogFormats.Syslog(text);
        LogFormats.Syslog($"<13>1 2026-01-05T12:00:00Z h a p m {text}");
        LogFormats.Parse(LogFormat.Journal, text, "");
    }, iter: 2_000);

    [Fact]
    public void Messages_are_the_same_in_whatever_pieces_and_framing_they_come() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 20].Array[1, 8], Gen.Bool.Array[8], Gen.Int[1, 7]).Sample((texts, counted, piece) =>
        {
            byte[] bytes =
            [
                .. texts.SelectMany((text, i) => Encoding.UTF8.GetBytes(
                    counted[i] ? $"{Encoding.UTF8.GetByteCount($"<13>{text}")} <13>{text}" : $"<13>{text}\n")),
            ];
            List<string> got = [];
            var frames = new SyslogFrames(got.Add);
            foreach (byte[] chunk in bytes.Chunk(piece))
            {
                frames.Add(chunk);
            }

            frames.End();
            Assert.Equal(texts.Select(text => $"<13>{text}"), got);
        }, iter: 500);

    [Fact]
    public void A_message_without_end_is_cut_and_what_follows_is_read()
    {
        List<string> got = [];
        var frames = new SyslogFrames(got.Add);

        frames.Add(Enumerable.Repeat((byte)'x', 10 << 20).ToArray());
        frames.Add("\nnext\n"u8);

        Assert.Equal([65_536, 4], got.Select(text => text.Length));
    }
}
