using Vireo.Fleet;
using Vireo.Server.Security;

namespace Vireo.Server.Tests.Api;

public sealed class OrderingTests : IAsyncLifetime
{
    private TestServer? _server;

    private TestServer Server => _server!;

    private VirtualMachine Machine => Server.Fleets.Loop.State.Fleet.VirtualMachines[0];

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData("suspend", "SuspendVirtualMachine")]
    [InlineData("resume", "ResumeVirtualMachine")]
    [InlineData("reset", "ResetVirtualMachine")]
    public async Task An_order_reaches_the_loop_with_the_name_of_who_gives_it(string verb, string action)
    {
        using var answer = await Server.ClientOf(Roles.Operator).PostAsync(
            new Uri($"api/v1/vms/{Machine.Id}/{verb}", UriKind.Relative), content: null, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(Server.Fleets.Loop.Calls, call => call.StartsWith($"{action} {Machine.Id} by ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"memory\":\"much\"}", 400, "'memory' is 'much'; expected a size such as '512MiB' or '8GiB'.")]
    [InlineData("{\"cores\":0}", 400, "'cores' is 0; a machine has at least one.")]
    public async Task A_size_that_is_none_is_refused_with_what_was_expected(string body, int status, string detail)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var problem = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Post, $"api/v1/vms/{Machine.Id}/resize", content);

        Assert.Equal((status, detail), problem);
        Assert.DoesNotContain(Server.Fleets.Loop.Calls, call => call.StartsWith("Resize", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_that_is_not_there_is_named_and_a_reader_orders_nothing()
    {
        var missing = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Post, "api/v1/vms/no-such-machine/reset");
        var reader = await Server.ClientOf(Roles.Viewer).ProblemAsync(HttpMethod.Post, $"api/v1/vms/{Machine.Id}/reset");

        Assert.Equal((404, "There is no virtual machine 'no-such-machine'."), missing);
        Assert.Equal(403, reader.Status);
        Assert.DoesNotContain(Server.Fleets.Loop.Calls, call => call.StartsWith("Reset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Snapshots_are_taken_by_a_name_or_by_the_time_reverted_to_and_deleted()
    {
        await PostAsync("snapshots", "{\"name\":\"before-upgrade\"}");
        await PostAsync("snapshots", "{}");
        await PostAsync("snapshots/before-upgrade/revert", "{}");
        using var deleted = await Server.ClientOf(Roles.Operator).DeleteAsync(
            new Uri($"api/v1/vms/{Machine.Id}/snapshots/before-upgrade", UriKind.Relative), TestContext.Current.CancellationToken);
        await PostAsync("resize", "{\"memory\":\"3GiB\",\"snapshotFirst\":true}");

        Assert.True(deleted.IsSuccessStatusCode);
        string[] calls = [.. Server.Fleets.Loop.Calls.Where(call => call.Contains("Snapshot", StringComparison.Ordinal))];
        Assert.Equal(["TakeSnapshot", "TakeSnapshot", "RevertToSnapshot", "DeleteSnapshot"], calls.Select(call => call.Split(' ')[0]));
        Assert.Contains(Server.Fleets.Loop.Calls, call => call.StartsWith("ResizeVirtualMachine", StringComparison.Ordinal)
            && call.Contains(" after 2", StringComparison.Ordinal));
        Assert.All(Server.Fleets.Loop.State.Orders, order => Assert.True(order.Number > 0));
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused_and_so_is_a_reader()
    {
        using var content = new StringContent("{\"name\":\"a/b\"}", System.Text.Encoding.UTF8, "application/json");

        var problem = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Post, $"api/v1/vms/{Machine.Id}/snapshots", content);
        var reader = await Server.ClientOf(Roles.Viewer).ProblemAsync(HttpMethod.Delete, $"api/v1/vms/{Machine.Id}/snapshots/x");

        Assert.Equal((400, "'name' is 'a/b'; expected 1 to 64 letters, digits, '-', '_' or '.', a letter or digit first."), problem);
        Assert.Equal(403, reader.Status);
    }

    [Fact]
    public async Task An_order_is_cancelled_by_its_number_and_what_is_under_way_on_a_machine_is_aborted()
    {
        await PostAsync("reset", "{}");
        using var cancelled = await Server.ClientOf(Roles.Operator).PostAsync(
            new Uri("api/v1/orders/1/cancel", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        using var abort = await Server.ClientOf(Roles.Operator).PostAsync(
            new Uri($"api/v1/vms/{Machine.Id}/abort", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        string aborted = await abort.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var missing = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Post, "api/v1/orders/99/cancel");
        var reader = await Server.ClientOf(Roles.Viewer).ProblemAsync(HttpMethod.Post, "api/v1/orders/1/cancel");

        Assert.True(cancelled.IsSuccessStatusCode);
        Assert.Contains(Server.Fleets.Loop.Calls, call => call.StartsWith("cancel order 1 by ", StringComparison.Ordinal));
        Assert.Contains(Server.Fleets.Loop.Calls, call => call.StartsWith($"abort on {Machine.Id} by ", StringComparison.Ordinal));
        Assert.Contains("suspend-vm", aborted, StringComparison.Ordinal);
        Assert.Equal((404, "There is no order 99 among the newest."), missing);
        Assert.Equal(403, reader.Status);
    }

    private async Task PostAsync(string verb, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Server.ClientOf(Roles.Operator).PostAsync(
            new Uri($"api/v1/vms/{Machine.Id}/{verb}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
