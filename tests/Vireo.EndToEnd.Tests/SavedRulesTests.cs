namespace Vireo.EndToEnd.Tests;

public sealed class SavedRulesTests(Chromium chromium)
{
    [Fact]
    public async Task An_operator_saves_a_rule_shows_it_again_and_removes_it()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "operator");
        await visit.GoAsync("/alerts/rules");
        await visit.Page.TypeAsync("#rule-name", "mine");
        await visit.Page.WaitForSelectorAsync("#save-rules:not(:disabled)");

        await visit.Page.ClickAsync("#save-rules");
        await visit.WaitForTextAsync("#saved-rules", "mine");
        var saved = Assert.Single(host.SavedRules.All);
        await visit.Page.ClickAsync("#saved-rules button[aria-label^=Remove]");
        await visit.WaitForTextAsync("body", "Nothing was saved");

        Assert.Contains("alert: HostBusy", saved.Text, StringComparison.Ordinal);
        Assert.Empty(host.SavedRules.All);
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task A_mistake_is_told_with_its_place_and_nothing_is_saved()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "operator");
        await visit.GoAsync("/alerts/rules");
        await visit.Page.TypeAsync("#rule-text", "]");
        await visit.Page.TypeAsync("#rule-name", "mine");
        await visit.Page.WaitForSelectorAsync("#save-rules:not(:disabled)");

        await visit.Page.ClickAsync("#save-rules");
        await visit.WaitForTextAsync("[role=alert]", "mine:");

        Assert.Empty(host.SavedRules.All);
    }

    [Fact]
    public async Task A_viewer_sees_what_was_saved_and_is_offered_no_change()
    {
        await using var host = await DashboardHost.StartAsync();
        host.SavedRules.Save("ours", "groups: [{name: g, rules: [{alert: A, expr: up}]}]"u8.ToArray(), "ada");
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "viewer");
        await visit.GoAsync("/alerts/rules");

        await visit.WaitForTextAsync("#saved-rules", "ours");

        Assert.Null(await visit.Page.QuerySelectorAsync("#save-rules"));
        Assert.Null(await visit.Page.QuerySelectorAsync("#saved-rules button[aria-label^=Remove]"));
    }
}
