using CsCheck;

namespace Vireo.Fleet.Tests;

/// <summary>People read names; identifiers stay where a name would mislead.</summary>
public sealed class MachineNamesTests
{
    [Fact]
    public void Identifiers_between_quotes_and_behind_the_kind_become_names_and_nothing_else_does()
    {
        var names = new MachineNames([Machine("51aa-1", "web 1"), Machine("51aa-2", "db")]);

        Assert.Equal(
            "'web 1' leaves 'h-1' for 'h-2'; 51aa-1 is unquoted. VirtualMachine/db: gone.",
            names.In("'51aa-1' leaves 'h-1' for 'h-2'; 51aa-1 is unquoted. VirtualMachine/51aa-2: gone."));
    }

    [Fact]
    public void A_name_that_two_have_or_that_is_anothers_identifier_is_not_used()
    {
        var names = new MachineNames([Machine("a", "twin"), Machine("b", "twin"), Machine("c", "d"), Machine("d", "e")]);

        Assert.Equal("'a' 'b' 'c' 'e'", names.In("'a' 'b' 'c' 'd'"));
    }

    [Fact]
    public void Where_names_are_identifiers_nothing_changes_whatever_the_text() => Gen.String.Sample(text =>
        ReferenceEquals(text, new MachineNames([Machine("web-1", "web-1")]).In(text)));

    private static VirtualMachine Machine(string id, string name) => new(
        new(id), name, new("p"), new("c"), new HostId("h-1"), PowerState.On, 1, new CpuMhz(1_000), new MemoryBytes(1 << 30),
        Mobility.Free, null, null);
}
