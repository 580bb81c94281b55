using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: VmTemplate</c>: what virtual machines are made from.</summary>
internal static class VmTemplateDocument
{
    public static MappingForm<VmTemplate> Form { get; } =
        new MappingForm<VmTemplate>("VmTemplate", new VmTemplate(new VmTemplateId(""), 1, "", 1, new MemoryBytes(0)))
            .Required("name", "Names the template, as the provider knows it.", Values.Name,
                template => template.Id.Value, (template, name) => template with { Id = new VmTemplateId(name) })
            .Key("version", "Grows with every change.", new IntegerForm(1, 1_000_000),
                template => template.Version, (template, value) => template with { Version = value })
            .Key("image", "The disk image or provider template; left out, the name.", new TextForm("an image"),
                template => template.Image.Length == 0 ? null : template.Image, (template, image) => template with { Image = image })
            .Required("cores", "Virtual cores.", new IntegerForm(1, 1_024),
                template => template.Cores, (template, cores) => template with { Cores = cores })
            .Required("memory", "Configured memory, such as 4GiB.", new AmountForm(),
                template => template.Memory.Value, (template, bytes) => template with { Memory = new MemoryBytes((long)bytes) })
            .Check("memory", template => template.Memory.Value < 1 << 20
                ? $"{template.Memory.Value} bytes of memory are too few; write the size with its unit, such as 4GiB."
                : null);
}
