using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Server.Api.Incidents;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Api;

/// <summary>What an incident's details hold.</summary>
public sealed class IncidentDetailsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_follows_from_an_incident_is_in_its_details_and_nowhere_else()
    {
        var lead = Incident("lead", under: null);
        var follows = Incident("follows", lead.Id);
        var state = SyntheticState.At(Now, cycle: 1) with { Incidents = [lead, follows, Incident("other", under: null)] };

        Assert.Equal([follows], IncidentDetails.Of(new("c"), state, lead).Consequences);
        Assert.Empty(IncidentDetails.Of(new("c"), state, follows).Consequences);
    }

    private static Incident Incident(string id, string? under) => new(
        id, "host-down", EntityId.Of(new HostId("h")), Severity.Warning, "title", "evidence", Now, Now, ResolvedAt: null)
    {
        Under = under,
    };
}
