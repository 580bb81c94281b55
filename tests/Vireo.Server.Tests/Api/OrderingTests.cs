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
}
