using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销: within ten seconds a person is away, since when they were, or here again as before, unless it was set anew.</summary>
public static class UndoAvailability
{
    /// <param name="Deed">The operation that set it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, SetAvailability.Action)
    {
        protected override Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken) => Task.FromResult(Undo(deed));

        private Error? Undo(PastDeed deed)
        {
            if (Change.Find<SalesUser>(deed.Id) is not { IsActive: true } person || !deed.Revert(person.Id, person)) return Refusals.BuiltOn;
            Change.Record("sales_user.availability_undone", person);
            return null;
        }
    }
}
