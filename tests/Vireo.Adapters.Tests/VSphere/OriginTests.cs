using System.Xml.Linq;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What vSphere says of machines and pools that Vireo made.</summary>
public sealed class OriginTests
{
    private static readonly MachineOrigin Made = new("east", "web-1", "web", 4, "", "shop-1", false, true, GuestState.Healthy);

    [Theory]
    [InlineData("", "uuid-1", true)]
    [InlineData("uuid-1", "uuid-1", true)]
    [InlineData("uuid-1", "uuid-2", false)]
    public void A_copy_that_others_made_of_our_machine_is_not_ours(string of, string uuid, bool isOurs)
    {
        var options = new XElement("extraConfig", Made.Options().Append(MachineOrigin.Option("vireo.of", of))
            .Select(option => new XElement("OptionValue", option.Elements())));
        var machine = new MachineFacts { Reference = new ManagedObject("VirtualMachine", "vm-1") }
            .With("config.extraConfig", options).With("config.instanceUuid", new XElement("value", uuid));

        Assert.Equal(isOurs ? "web-1" : null, machine.Origin?.Machine);
    }

    [Fact]
    public void Shares_of_what_a_pool_cannot_divide_are_no_reason_to_refuse_it()
    {
        var shared = ResourceTerms.Usual with { Shares = 67_108_864 };
        var terms = PoolTerms.Usual with { Network = shared, Disk = shared };

        Assert.Null(PoolAmounts.WhyNot(terms));
        Assert.Contains("CPU and memory only", PoolAmounts.WhyNot(terms with { Disk = shared with { Limit = 1e6 } }), StringComparison.Ordinal);
    }
}
