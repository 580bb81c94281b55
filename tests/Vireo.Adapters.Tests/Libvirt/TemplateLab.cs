namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Two empty hosts and a domain to make machines from.</summary>
public sealed class TemplateLab : LabHosts
{
    protected override Task FillAsync() => DefineTemplateAsync("small");
}
