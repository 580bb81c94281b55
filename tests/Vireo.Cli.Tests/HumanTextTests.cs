using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

/// <summary>What people read: no raw bytes, no raw spans.</summary>
public sealed class HumanTextTests
{
    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:00.250", "250 ms")]
    [InlineData("00:04:10.3", "4 min 10 s")]
    [InlineData("01:00:00", "1 h")]
    [InlineData("00:59:59.9", "1 h")]
    [InlineData("2.03:31:00", "2 d 4 h")]
    public void A_span_is_said_in_its_two_largest_units(string span, string expected) =>
        Assert.Equal(expected, HumanText.Duration(TimeSpan.Parse(span, CultureInfo.InvariantCulture)));

    [Fact]
    public void Details_say_GiB_and_minutes_and_leave_names_alone()
    {
        using var answer = JsonDocument.Parse(
            """{"name":"5m","memory":4294967296,"startUp":"4m10s","pool":{"memory":{"reservation":68719476736,"shares":4},"network":{"limit":1000000}}}""");

        Assert.Equal(
            """
            name: 5m
            memory: 4 GiB
            start up: 4 min 10 s
            pool:
              memory:
                reservation: 64 GiB
                shares: 4
              network:
                limit: 1 MB/s

            """,
            DetailsView.Text(answer.RootElement), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData(2, "delete", "policy", "demo")]
    [InlineData(2, "delete", "poool", "shop")]
    [InlineData(2, "delete", "deployment", "shop", "--dry-run")]
    [InlineData(2, "scale", "web")]
    [InlineData(2, "maintenance")]
    [InlineData(2, "scale", "web", "--replicas", "3", "--min", "2")]
    public async Task What_makes_no_sense_is_refused_before_a_server_is_asked(int code, params string[] arguments) =>
        Assert.Equal(code, await VireoCommand.RunAsync([.. arguments, "--server", "http://127.0.0.1:9"]));
}
