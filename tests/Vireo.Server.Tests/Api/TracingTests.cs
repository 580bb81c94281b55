using Vireo.Fleet;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Api;

/// <summary>The time line of one object over the API.</summary>
public sealed class TracingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("host/h-18")]
    [InlineData("h-18")]
    [InlineData("host%2Fh-18")]
    public async Task An_object_is_found_by_kind_and_identifier_or_by_its_identifier_alone(string name)
    {
        using var client = shared.Server.Client();

        var answer = await client.JsonAsync($"api/v1/timeline/{name}?since=30d");

        Assert.Equal("host/h-18", answer.GetProperty("object").GetString());
        Assert.Contains(answer.GetProperty("items").EnumerateArray(), item => item.GetProperty("message").GetString() == "Host h-18 failed.");
    }

    [Theory]
    [InlineData("timeline/host/h-18?since=yesterday", 400, "'since' must be a time such as 2026-11-30T08:00:00Z or a duration such as 7d, found 'yesterday'.")]
    [InlineData("timeline/host/h-18?limit=0", 400, "'limit' must be from 1 to 1000, found 0.")]
    [InlineData("timeline/nobody", 404, "Nothing is called 'nobody'. Write kind and identifier of what is gone, such as host/host-07 or vm/vm-0042.")]
    [InlineData("timeline/vm/nope", 404, "Nothing is called 'vm/nope', and nothing that is kept has happened to it.")]
    [InlineData("timeline/following/decision/4711", 404, "There is no event 'decision/4711' among those that are kept; 'vireo timeline OBJECT --json' names them.")]
    public async Task A_question_that_cannot_be_answered_gets_a_sentence_that_says_why(string path, int status, string detail)
    {
        using var client = shared.Server.Client();

        Assert.Equal((status, detail), await client.ProblemAsync(HttpMethod.Get, $"api/v1/{path}"));
    }

    [Fact]
    public async Task What_followed_from_an_event_is_found_by_its_key()
    {
        await using var server = await TestServer.StartAsync();
        var now = server.Fleets.Loop.State.At;
        var host = EntityId.Of(SyntheticFleet.HostAt(3));
        var decided = new FleetEvent(now, FleetEventKind.Decision, EntityId.Of(SyntheticFleet.Cluster), "Plan 9.", "vireo")
        {
            Key = "decision/9",
            Also = [host],
            Receipt = 9,
            Trace = new string('a', 32),
        };
        var started = new FleetEvent(now.AddSeconds(1), FleetEventKind.Started, host, "Power on.", "vireo")
        {
            Key = "action/x-0",
            Follows = ["decision/9"],
        };
        var state = server.Fleets.Loop.State;
        server.Fleets.Loop.Publish(state with { Timeline = [started, decided, .. state.Timeline] });
        using var client = server.Client();

        var rows = await client.JsonAsync("api/v1/timeline/following/decision/9");
        var line = await client.JsonAsync($"api/v1/timeline/host/{SyntheticFleet.HostAt(3).Value}");

        Assert.Equal(["decision/9", "action/x-0"], rows.EnumerateArray().Select(row => row.GetProperty("key").GetString()));
        Assert.Equal("Power on.", rows[0].GetProperty("effects")[0].GetProperty("message").GetString());
        Assert.Equal("Plan 9.", line.GetProperty("items")[0].GetProperty("causes")[0].GetProperty("message").GetString());
        Assert.Equal(new string('a', 32), line.GetProperty("items")[1].GetProperty("trace").GetString());
    }
}
