using System.Text.Json;
using Vireo.Cli.Commands;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Tests;

public sealed class ServiceLevelViewTests
{
    [Fact]
    public void What_users_would_notice_is_shown_with_intervals_in_words()
    {
        using var answer = JsonDocument.Parse(
            """
            {"now":{"load":1000,"virtualCpus":2,"memoryGib":4,"contention":0.01},
             "planned":{"load":1300,"virtualCpus":1,"memoryGib":4,"contention":0.01},
             "answers":[{"measure":"responseTime","curve":"queue","error":0.082,"otherError":0.21,"now":{"expected":0.04,"lower":0.035,"upper":0.05,"isBeyondExperience":false},
                         "planned":{"expected":0.09,"lower":0.06,"upper":0.2,"isBeyondExperience":true}}],
             "coverage":0.9,"observations":365,"carriesMhz":1500,"promised":"100ms"}
            """);

        Assert.Equal(
            """
            now:     1000 MHz of load, 2 vCPU, 4 GiB, 1.0% contention
            planned: 1300 MHz of load, 1 vCPU, 4 GiB, 1.0% contention
            response time: now 40 ms (35 ms to 50 ms), planned 90 ms (60 ms to 200 ms; beyond what was observed)
              answered by a queueing curve, 8.2% off out of sample; boosted trees 21.0%
            Intervals hold 90% of five-minute means; learned from 365 observations.
            A replica carries 1500 MHz within the promised 100ms.

            """,
            ServiceLevelView.Text(answer.RootElement), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_measure_that_was_zero_all_the_time_has_no_error_and_says_so()
    {
        using var answer = JsonDocument.Parse(
            """
            {"now":{"load":1000,"virtualCpus":2,"memoryGib":4,"contention":0.01},
             "planned":{"load":1300,"virtualCpus":1,"memoryGib":4,"contention":0.01},
             "answers":[{"measure":"packetLoss","curve":"queue","error":null,"otherError":null,"now":{"expected":0,"lower":0,"upper":0,"isBeyondExperience":false},
                         "planned":{"expected":0,"lower":0,"upper":0,"isBeyondExperience":true}}],
             "coverage":0.9,"observations":365,"carriesMhz":1500,"promised":"100ms"}
            """);

        Assert.Contains("its error has no measure", ServiceLevelView.Text(answer.RootElement), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_change_keeps_its_plus() => Assert.Equal("load=1E%2B300", GroupCommands.Query("load=1e300"));

    [Fact]
    public void Changes_become_a_query() => Assert.Equal("load=1.3&cpus=-1", GroupCommands.Query("load=1.3,cpus=-1"));

    [Theory]
    [InlineData("")]
    [InlineData("load")]
    [InlineData("load=much")]
    [InlineData("load=1.3,disk=2")]
    [InlineData("load=NaN")]
    public void Other_changes_are_refused_with_the_form(string changes) =>
        Assert.Contains("load=1.3,cpus=-1", Assert.Throws<UsageException>(() => GroupCommands.Query(changes)).Message);
}
