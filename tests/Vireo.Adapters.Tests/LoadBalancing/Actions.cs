using Vireo.Adapters.LoadBalancing;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.LoadBalancing;

/// <summary>What a cluster does with a load balancer, without the cluster.</summary>
internal static class Actions
{
    private static readonly VmGroupId Web = new("web");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task JoinAsync(this LoadBalancerProvider provider, string machine, string id = "") => provider.StartAsync(
        Request($"join-{machine}{id}", new JoinBackendPool(new(machine), provider.Id, machine, Web)), Token);

    /// <summary>Begins to drain a machine, or removes it at once.</summary>
    public static async Task<ActionId> LeaveAsync(this LoadBalancerProvider provider, string machine, bool atOnce = false, long fence = 1)
    {
        var request = Request($"leave-{machine}", new LeaveBackendPool(new(machine), provider.Id, Web) { AtOnce = atOnce }, fence);
        await provider.StartAsync(request, Token);

        return request.Id;
    }

    /// <summary>Asks until it has ended.</summary>
    public static async Task<ActionStatus> EndOfAsync(this LoadBalancerProvider provider, ActionId id)
    {
        while (true)
        {
            var status = await provider.QueryAsync(id, Token);
            if (status.Phase != ActionPhase.Running)
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    /// <summary>What it sends requests to, such as <c>web-1 Serving</c>.</summary>
    public static async Task<string> ListAsync(this LoadBalancerProvider provider) => string.Join(
        ", ", (await provider.ReadInventoryAsync(Token)).Backends!.Value.Select(one => $"{one.VirtualMachine} {one.State}"));

    private static ActionRequest Request(string id, FleetAction action, long fence = 1) =>
        new(new ActionId(id), action, fence, BytesPerSecond.Zero);
}
