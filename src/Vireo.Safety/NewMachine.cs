using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>What a machine that does not exist yet will take.</summary>
internal static class NewMachine
{
    /// <summary>Its memory, bytes; 0 where neither the action nor the policy knows the template.</summary>
    public static long MemoryOf(CreateVirtualMachine create, Policy policy) =>
        (create.Specification ?? policy.TemplateOf(create.Template))?.Memory.Value ?? 0;
}
