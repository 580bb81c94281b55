using Vireo.Detection.Notifying;

namespace Vireo.EndToEnd.Tests;

public sealed class SilenceTests(Chromium chromium)
{
    [Fact]
    public async Task An_operator_silences_something_and_ends_the_silence()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "operator");
        await visit.GoAsync("/silences");
        await visit.Page.TypeAsync("#silence-matchers", "host=h-01, severity!=critical");
        await visit.Page.TypeAsync("#silence-comment", "new memory");
        await visit.Page.WaitForSelectorAsync("#add-silence:not(:disabled)");

        await visit.Page.ClickAsync("#add-silence");
        await visit.WaitForTextAsync("tbody", "new memory");
        var made = Assert.Single(host.Silences.All);
        await visit.Page.ClickAsync("tbody button");
        await visit.WaitForTextAsync("tbody", "Over");

        Assert.Equal(("ada", "{host=\"h-01\", severity!=\"critical\"}"), (made.Author, made.Matchers.ToString()));
        Assert.Equal(SilenceState.Expired, Assert.Single(host.Silences.All).StateAt(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task A_viewer_reads_silences_and_is_offered_no_change()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Silences.Add(
            LabelMatchers.Parse(["rack=r2"]), null, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), "mia",
            "power works");
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "viewer");
        await visit.GoAsync("/silences");

        await visit.WaitForTextAsync("tbody", "power works");

        Assert.Null(await visit.Page.QuerySelectorAsync("#add-silence"));
        Assert.Null(await visit.Page.QuerySelectorAsync("tbody button"));
    }
}
