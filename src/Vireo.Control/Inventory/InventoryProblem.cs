using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>An item of a provider's inventory that cannot be believed, and what is done about it.</summary>
internal sealed record InventoryProblem(EntityId Entity, string Message);
