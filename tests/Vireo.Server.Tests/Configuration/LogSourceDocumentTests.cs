using System.Net;
using Vireo.Adapters.Logs;

namespace Vireo.Server.Tests.Configuration;

/// <summary>Where log lines come from, as it is written, and what is said about what cannot be meant.</summary>
public class LogSourceDocumentTests
{
    private const string Provider =
        Loading.Head + "kind: Provider\nname: lab\ntype: libvirt\nconnections: [{ name: h, uri: 'qemu+ssh://root@h/system' }]\n---\n";

    [Fact]
    public void Syslog_and_files_belong_to_the_provider_that_they_name_or_to_the_only_one()
    {
        var read = Loading.Valid(
            Provider + Loading.Head + "kind: LogSource\nname: relay\nudp: 0.0.0.0:5514\ntcp: '[::]:6514'\n---\n" +
            Loading.Head + "kind: LogSource\nname: files\nprovider: lab\nfiles: [/var/log/remote/*.log]\nformat: journal\n");

        Assert.Equal(["relay", "files"], read.LogSourcesOf("lab").Select(source => source.Name));
        Assert.Equal(new IPEndPoint(IPAddress.Any, 5514), read.LogSources[0].Udp);
        Assert.Equal(LogFormat.Journal, read.LogSources[1].Format);
    }

    [Fact]
    public void A_journal_is_that_of_the_machine_or_a_folder_and_otlp_is_received_by_the_server()
    {
        var read = Loading.Valid(
            Provider + Loading.Head + "kind: LogSource\nname: own\njournal: local\n---\n" +
            Loading.Head + "kind: LogSource\nname: hosts\njournal: /var/log/journal/remote\n---\n" +
            Loading.Head + "kind: LogSource\nname: apps\notlp: true\n");

        Assert.Equal([(true, ""), (true, "/var/log/journal/remote"), (false, "")],
            read.LogSources.Select(source => (source.FollowsJournal, source.JournalFolder)));
        Assert.True(read.LogSources[2].ReceivesOtlp, "otlp: true was not read.");
    }

    [Theory]
    [InlineData("name: x", "needs either files")]
    [InlineData("name: x\nfiles: [/a]\njournal: local", "needs either files")]
    [InlineData("name: x\notlp: true\nudp: 0.0.0.0:5514", "needs either files")]
    [InlineData("name: x\njournal: remote", "write 'local', or the whole path")]
    [InlineData("name: x\nudp: localhost", "an address with its port")]
    [InlineData("name: x\nfiles: [messages]", "/var/log/messages")]
    [InlineData("name: x\nfiles: [/a]\nformat: plain", "'writer' belongs to")]
    [InlineData("name: x\nprovider: lub\nfiles: [/a]", "there are 'lab'")]
    [InlineData("name: x\nfile: [/a]", "'files'")]
    public void What_cannot_be_meant_is_refused_with_the_place_and_what_would_do(string keys, string expected)
    {
        var problems = Loading.Check(Provider + Loading.Head + "kind: LogSource\n" + keys + "\n").Problems;

        var problem = Assert.Single(problems, one => one.Message.Contains(expected, StringComparison.Ordinal));
        Assert.InRange(problem.Line, 6, 12);
    }
}
