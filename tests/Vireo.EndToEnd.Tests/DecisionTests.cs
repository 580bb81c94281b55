using Vireo.Server.Tests.Dashboard;

namespace Vireo.EndToEnd.Tests;

public sealed class DecisionTests(Chromium chromium)
{
    [Fact]
    public async Task An_approver_approves_and_sees_the_plan_start()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "approver");
        await visit.GoAsync($"/plans/{SyntheticPlans.Waiting}");
        await visit.PictureAsync("approval-1440-light");

        await visit.Page.ClickAsync("#approve");

        await visit.WaitForTextAsync(".page-head", "Executing");
        Assert.Equal($"approve {SyntheticPlans.Waiting} by ada", Assert.Single(host.Fleet.Loop.Calls));
    }

    [Fact]
    public async Task A_plan_shows_its_hosts_before_and_after_with_its_moves_as_arrows()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync($"/plans/{SyntheticPlans.Waiting}");
        await visit.Page.WaitForSelectorAsync("#plan-picture .arrow");

        // The two moves leave h-08 for h-22 and h-29: three hosts, drawn twice, and two arrows.
        Assert.Equal(2, await visit.AskAsync<int>("document.querySelectorAll('#plan-picture .arrow').length"));
        Assert.Equal(6, await visit.AskAsync<int>("document.querySelectorAll('#plan-picture g.host').length"));
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Replayed_policies_stand_on_a_scoreboard_by_energy()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/replays");

        Assert.Equal(
            "save-energy|day-to-day (in force)|performance",
            await visit.AskAsync<string>("[...document.querySelectorAll('#scoreboard td.strong')].map(cell => cell.textContent.trim()).join('|')"));
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task A_rejection_asks_for_a_reason_and_passes_it_on()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "admin", theme: "dark");
        await visit.GoAsync($"/plans/{SyntheticPlans.Waiting}");

        await visit.Page.ClickAsync("#reject");
        await visit.Page.WaitForSelectorAsync("#reason");

        // At once, as a paste: the dialog may take the focus while it opens, and keys typed then go nowhere.
        await visit.Page.EvaluateFunctionAsync(
            "t => { const r = document.querySelector('#reason'); r.value = t; r.dispatchEvent(new Event('input', { bubbles: true })); }",
            "The month-end run starts at 15:00.");
        await visit.PictureAsync("reject-1440-dark");
        // The button is enabled once the server has seen the reason.
        await visit.Page.WaitForSelectorAsync("#confirm-reject:not(:disabled)");
        await visit.Page.ClickAsync("#confirm-reject:not(:disabled)");

        await visit.WaitForTextAsync(".mud-snackbar", "rejected");
        Assert.Equal($"reject {SyntheticPlans.Waiting} by ada: The month-end run starts at 15:00.", Assert.Single(host.Fleet.Loop.Calls));
    }

    [Fact]
    public async Task A_decision_that_comes_too_late_is_explained()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Fleet.Loop.Refusal = "Plan 207 has expired at 14:16.";
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "approver");
        await visit.GoAsync($"/plans/{SyntheticPlans.Waiting}");

        await visit.Page.ClickAsync("#approve");

        await visit.WaitForTextAsync(".mud-snackbar", "Plan 207 has expired at 14:16.");
    }

    [Fact]
    public async Task A_viewer_can_read_the_plan_and_is_offered_no_decision()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "viewer");
        await visit.GoAsync($"/plans/{SyntheticPlans.Waiting}");

        Assert.Null(await visit.Page.QuerySelectorAsync("#approve"));
        Assert.Null(await visit.Page.QuerySelectorAsync("#pause"));
    }

    [Fact]
    public async Task A_receipt_is_verified_on_request()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync($"/plans/{SyntheticPlans.Executing}");

        await visit.Page.ClickAsync("#verify");

        await visit.WaitForTextAsync("#verification", "Identical");
    }

    [Fact]
    public async Task An_operator_pauses_and_every_page_says_so()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "operator");
        await visit.GoAsync("/");

        await visit.Page.ClickAsync("#pause");

        await visit.WaitForTextAsync("#paused", "Vireo is paused");
        await visit.WaitForTextAsync("#pause", "Resume");
        Assert.Equal("pause by ada", Assert.Single(host.Fleet.Loop.Calls));
    }
}
