using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: VmTemplate</c>: what virtual machines are made from.</summary>
internal static class VmTemplateDocument
{
    private static readonly ChoiceForm<ParameterKind> ParameterKinds = new(
        [("word", ParameterKind.Word), ("integer", ParameterKind.Integer), ("flag", ParameterKind.Flag)]);

    private static readonly ChoiceForm<HealthCheckKind> CheckKinds = new(
        [("agent", HealthCheckKind.Agent), ("tcp", HealthCheckKind.Tcp), ("http", HealthCheckKind.Http)]);

    private static readonly MappingForm<TemplateDisk> Disk =
        new MappingForm<TemplateDisk>("a disk", new TemplateDisk("", 0))
            .Required("name", "Unique in the template.", Values.Name, disk => disk.Name, (disk, name) => disk with { Name = name })
            .Required("size", "Its size, such as 40GiB.", new AmountForm(),
                disk => disk.SizeBytes, (disk, bytes) => disk with { SizeBytes = (long)bytes })
            .Check("size", disk => disk.SizeBytes < 1 << 20
                ? $"{disk.SizeBytes} bytes are too few for a disk; write the size with its unit, such as 40GiB."
                : null);

    private static readonly MappingForm<TemplateParameter> Parameter =
        new MappingForm<TemplateParameter>("a parameter", new TemplateParameter("", ParameterKind.Word, null))
            .Required("name", "As in {{name}}.", Values.Name,
                parameter => parameter.Name, (parameter, name) => parameter with { Name = name })
            .Key("type", "word: letters, digits and . _ : / @ + = , -; integer; flag: true or false.", ParameterKinds,
                parameter => parameter.Kind, (parameter, kind) => parameter with { Kind = kind })
            .Key("default", "Where none is given; left out, one has to be.", new TextForm("a value"),
                parameter => parameter.Default, (parameter, value) => parameter with { Default = value })
            .Optional<double>("minimum", "The least, for integers.", new NumberForm(-1e15, 1e15),
                parameter => parameter.Minimum, (parameter, value) => parameter with { Minimum = (long)value })
            .Optional<double>("maximum", "The most, for integers.", new NumberForm(-1e15, 1e15),
                parameter => parameter.Maximum, (parameter, value) => parameter with { Maximum = (long)value })
            .Key("choices", "The only values allowed.", new ListForm<string>(new TextForm("a value"), value => value),
                parameter => parameter.Choices, (parameter, choices) => parameter with { Choices = choices })
            .Check("maximum", parameter => parameter.Maximum < parameter.Minimum
                ? $"The maximum ({parameter.Maximum}) is below the minimum ({parameter.Minimum})."
                : null);

    private static readonly MappingForm<HealthCheck> Health =
        new MappingForm<HealthCheck>("a health check", new HealthCheck(HealthCheckKind.Agent, 0, "", TimeSpan.FromMinutes(5)))
            .Key("type", "agent: the guest's agent says so; tcp: a port accepts connections; http: a path answers.", CheckKinds,
                check => check.Kind, (check, kind) => check with { Kind = kind })
            .Optional<int>("port", "For tcp and http.", new IntegerForm(1, 65_535),
                check => check.Port == 0 ? null : check.Port, (check, port) => check with { Port = port })
            .Key("path", "For http, such as /healthz.", new TextForm("a path"),
                check => check.Path.Length == 0 ? null : check.Path, (check, path) => check with { Path = path })
            .Key("within", "How long it may take after the machine was configured.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)),
                check => check.Within, (check, within) => check with { Within = within })
            .Check("port", check => (check.Kind == HealthCheckKind.Agent) != (check.Port == 0)
                ? check.Port == 0 ? "A check of type tcp or http needs the key 'port'." : "A check of type agent asks no port; leave it out."
                : null)
            .Check("path", check => (check.Kind == HealthCheckKind.Http) != check.Path.StartsWith('/')
                ? check.Kind == HealthCheckKind.Http
                    ? "A check of type http needs the key 'path', beginning with '/'." : "Only checks of type http ask a path; leave it out."
                : null);

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
            .Key("disks", "Disks besides the one of the image.", new ListForm<TemplateDisk>(Disk, disk => disk.Name),
                template => template.Disks, (template, disks) => template with { Disks = disks })
            .Key("networks", "Networks it is connected to, in the order of its interfaces.",
                new ListForm<string>(Values.Name, network => network),
                template => template.Networks, (template, networks) => template with { Networks = networks })
            .Key("userData", "cloud-init user data, with {{name}} where a parameter goes.", new UserDataForm(),
                template => template.UserData, (template, text) => template with { UserData = text })
            .Key("parameters", "What can be chosen for each machine.",
                new ListForm<TemplateParameter>(Parameter, parameter => parameter.Name),
                template => template.Parameters, (template, parameters) => template with { Parameters = parameters })
            .Key("health", "When a machine counts as serving; left out, as soon as it runs and is configured.", Health,
                template => template.Health, (template, check) => template with { Health = check })
            .Check("userData", template => ProblemWith(template, "userData"))
            .Check("parameters", template => ProblemWith(template, "parameters"))
            .Check("memory", template => template.Memory.Value < 1 << 20
                ? $"{template.Memory.Value} bytes of memory are too few; write the size with its unit, such as 4GiB."
                : null);

    // The first problem; the others follow when it is mended.
    private static string? ProblemWith(VmTemplate template, string key)
    {
        foreach (var (about, problem) in TemplateText.Problems(template))
        {
            if (about == key)
            {
                return problem;
            }
        }

        return key == "userData" ? UserDataForm.WhyNot(template) : null;
    }
}
