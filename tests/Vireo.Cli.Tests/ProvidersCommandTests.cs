using Vireo.Cli.Commands;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Tests;

/// <summary>A provider is added to a file whole and correct, or not at all.</summary>
public sealed class ProvidersCommandTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_is_added_is_read_back_beside_what_was_there_and_no_secret_is_written()
    {
        string file = _work.File("vireo.yaml", "# ours\napiVersion: vireo/v1\nkind: Policy\nname: careful\nmode: observe");

        int code = await AddAsync(
            file, "--name", "east", "--type", "vsphere", "--url", "https://vc.example/sdk", "--user", "DOM\\vireo",
            "--password-variable", "VC_PASSWORD", "--cluster", "DC 1/Prod \"A\"", "--acts", "--no-test");
        int second = await AddAsync(file, "--name", "lab", "--type", "libvirt", "--connection", "h1=test:///default", "--no-test");

        var read = ConfigurationLoader.Load([file]).Configuration!;
        var added = read.Providers.Single(provider => provider.Name == "east").VSphere;
        Assert.Equal((0, 0), (code, second));
        Assert.Equal(
            ("https://vc.example/sdk", "DOM\\vireo", "VC_PASSWORD", "DC 1/Prod \"A\"", true),
            (added.Url, added.Account.User, added.Account.PasswordVariable, added.Cluster, added.Acts));
        Assert.Equal("test:///default", Assert.Single(read.Providers.Single(one => one.Name == "lab").Libvirt.Hosts).Uri);
        Assert.Equal("careful", Assert.Single(read.Policies).Name);
        Assert.StartsWith("# ours\n", _work.Read("vireo.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a name that is taken", "--name", "old", "--type", "libvirt", "--connection", "h1=test:///default")]
    [InlineData("no password", "--name", "b", "--type", "vsphere", "--url", "https://vc.example/sdk", "--user", "u")]
    [InlineData("no address", "--name", "b", "--type", "vsphere", "--url", "vc.example", "--user", "u", "--password-file", "p")]
    [InlineData("no hosts", "--name", "b", "--type", "libvirt")]
    [InlineData("no connection", "--name", "b", "--type", "libvirt", "--connection", "nonsense")]
    public async Task What_would_not_be_correct_leaves_the_file_as_it_was(string why, params string[] options)
    {
        const string Before = "apiVersion: vireo/v1\nkind: Provider\nname: old\ntype: simulation\n";
        string file = _work.File("vireo.yaml", Before);

        int code = await AddAsync(file, [.. options, "--no-test"]);

        Assert.True(code == 2, why);
        Assert.Equal(Before, _work.Read("vireo.yaml"));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_not_added_unless_somebody_insists()
    {
        string file = _work.Path("new.yaml");
        string[] options = ["--name", "b", "--type", "libvirt", "--connection", "h1=test:///no/such/file"];

        int asked = await AddAsync(file, options);
        bool isThere = File.Exists(file);
        int insisted = await AddAsync(file, [.. options, "--no-test"]);

        Assert.Equal((1, false, 0, true), (asked, isThere, insisted, File.Exists(file)));
    }

    private static Task<int> AddAsync(string file, params string[] options) =>
        VireoCommand.RunAsync(["providers", "add", file, .. options]);
}
