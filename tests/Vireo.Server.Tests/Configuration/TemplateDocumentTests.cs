using Vireo.Fleet;

namespace Vireo.Server.Tests.Configuration;

public class TemplateDocumentTests
{
    private const string Head = "apiVersion: vireo/v1\nkind: VmTemplate\nname: web\ncores: 2\nmemory: 4GiB\n";

    [Fact]
    public void A_template_is_read_with_disks_networks_user_data_parameters_and_health_check()
    {
        var template = Loading.Valid(
            Head +
            """
            version: 3
            image: ubuntu-24.04
            disks: [{ name: data, size: 40GiB }]
            networks: [front, back]
            userData: |
              #cloud-config
              hostname: {{machine}}
              port: {{port}}
            parameters: [{ name: port, type: integer, minimum: 1, maximum: 65535, default: 80 }]
            health: { type: http, port: 80, path: /healthz, within: 3m }
            """).Templates.Single();

        Assert.Equal((3, "ubuntu-24.04", 40L << 30), (template.Version, template.ImageName, template.Disks.Single().SizeBytes));
        Assert.Equal(["front", "back"], template.Networks);
        Assert.Equal(new HealthCheck(HealthCheckKind.Http, 80, "/healthz", TimeSpan.FromMinutes(3)), template.Health);
        Assert.Equal(("port", ParameterKind.Integer, "80"), (template.Parameters.Single().Name, template.Parameters.Single().Kind, template.Parameters.Single().Default));
    }

    [Theory]
    [InlineData("userData: 'hello'", "begins with '#cloud-config' or '#!'")]
    [InlineData("userData: \"#cloud-config\\nhostname: {{nam}}\\n\"", "'{{nam}}' names no parameter")]
    [InlineData("userData: \"#cloud-config\\na: [\\n\"", "The user data is no YAML, in its line")]
    [InlineData("userData: \"#cloud-config\\n- a\\n\"", "holds keys and values")]
    [InlineData("parameters: [{ name: port }]", "stands nowhere in the user data")]
    [InlineData("health: { type: tcp }", "needs the key 'port'")]
    [InlineData("health: { type: http, port: 80 }", "needs the key 'path'")]
    [InlineData("health: { type: agent, port: 80 }", "leave it out")]
    [InlineData("disks: [{ name: data, size: 40 }]", "write the size with its unit")]
    public void What_is_wrong_is_named_with_line_and_fix(string keys, string expected)
    {
        var problem = Loading.OnlyProblem(Head + keys);

        Assert.Contains(expected, problem.Message);
        Assert.Equal(6, problem.Line);
    }

    [Theory]
    [InlineData("- { name: a, template: web, after: [zz] }\n- { name: web-db, template: web }\n",
        "'a' comes after 'zz', which is not in this deployment. The nearest is 'web-db'.")]
    [InlineData("- { name: a, template: web, after: [zz] }\n",
        "'a' comes after 'zz', which is not in this deployment. There is no other machine in it.")]
    public void A_machine_that_is_missing_is_not_answered_with_the_one_that_asks(string machines, string expected) => Assert.Contains(
        expected,
        Loading.OnlyProblem(Head + "---\napiVersion: vireo/v1\nkind: Deployment\nname: d\nmachines:\n" + machines).Message);

    [Fact]
    public void A_circle_of_dependencies_is_named() =>
        Assert.Contains(
            "'a' and 'b' come after each other in a circle",
            Loading.OnlyProblem(
                Head + "---\napiVersion: vireo/v1\nkind: Deployment\nname: d\nmachines:\n" +
                "- { name: a, template: web, after: [b] }\n- { name: b, template: web, after: [a] }\n").Message);
}
