namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Two empty hosts and a domain to make machines from whose guests have an agent, and their addresses from
/// DHCP.</summary>
public sealed class AgentLab : LabHosts
{
    protected override Task FillAsync() => DefineTemplateAsync("small", hasAgent: true);
}
