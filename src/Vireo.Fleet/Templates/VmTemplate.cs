using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What virtual machines are made from.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Grows with every change; replicas of older versions are replaced.</param>
/// <param name="Image">The disk image or provider template; empty for one of the template's own name.</param>
/// <param name="Cores">Virtual cores.</param>
/// <param name="Memory">Configured memory.</param>
public sealed record VmTemplate(VmTemplateId Id, int Version, string Image, int Cores, MemoryBytes Memory)
{
    /// <summary>Disks besides the one of the image.</summary>
    /// <remarks>None in a template that was stored before there were any.</remarks>
    public ImmutableArray<TemplateDisk> Disks
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Networks it is connected to, in the order of its interfaces; empty for the provider's usual
    /// one.</summary>
    public ImmutableArray<string> Networks
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>cloud-init user data, with <c>{{name}}</c> where a parameter goes; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? UserData { get; init; }

    /// <summary>What can be chosen for each machine.</summary>
    public ImmutableArray<TemplateParameter> Parameters
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>When a machine counts as serving; null as soon as it runs and is configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public HealthCheck? Health { get; init; }

    /// <summary>What the provider knows the image by.</summary>
    [JsonIgnore]
    public string ImageName => Image.Length > 0 ? Image : Id.Value;

    /// <summary>Whether a machine has more to do than to boot before it serves.</summary>
    [JsonIgnore]
    public bool IsPrepared => UserData is not null || Health is not null;
}
