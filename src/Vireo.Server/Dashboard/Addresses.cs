using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Dashboard;

/// <summary>Where things are found; relative to the base address.</summary>
public static class Addresses
{
    /// <summary>The page of a host.</summary>
    public static string Of(HostId host) => $"hosts/{Uri.EscapeDataString(host.Value)}";

    /// <summary>The page of a virtual machine.</summary>
    public static string Of(VirtualMachineId machine) => $"vms/{Uri.EscapeDataString(machine.Value)}";

    /// <summary>The server's own sign-in page, which leads back to where the visitor came from.</summary>
    /// <param name="relative">Address of the present page, relative to the base address.</param>
    public static string SignIn(string relative) => $"login?returnUrl={Uri.EscapeDataString("/" + relative)}";

    /// <summary>The time line of anything of the fleet.</summary>
    public static string TimelineOf(EntityId entity) =>
        "timeline/" + string.Join('/', EntityText.Format(entity).Split('/').Select(Uri.EscapeDataString));

    /// <summary>The page of a plan, named by its receipt.</summary>
    public static string OfPlan(long receipt) => $"plans/{receipt}";
}
