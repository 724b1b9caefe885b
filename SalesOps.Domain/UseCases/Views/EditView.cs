using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>修改视图: renames a view, shares it or not, or lets it show what is looked at now. Edited back, it is undone.</summary>
public static class EditView
{
    /// <param name="Version">Of the view as it was looked at.</param>
    /// <param name="Shows">As <see cref="Model.Rules.ViewRules"/> allows it.</param>
    public sealed record Command(Guid OperationId, Guid ViewId, int Version, string Name, string Shows, bool IsShared) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Version">Of the view now.</param>
    public sealed record Answer(int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.ViewId).NotEmpty();
            RuleFor(c => c.Name).NameOfView();
            RuleFor(c => c.Shows).ShowsOfView();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (view, refused) = ViewFile.Find(change, caller.Current, request.ViewId, request.Version);
            if (view is null) return refused!;
            var name = request.Name.Trim();
            if (await ViewFile.RefusalAsync(change, view.OwnerId, view.List, name, request.IsShared, view.Id, cancellationToken) is { } wrong) return wrong;
            if ((view.Name, view.Shows, view.IsShared) == (name, request.Shows, request.IsShared)) return Error.Invalid("name", "Nothing would change.", "same");
            view.Edit(name, request.Shows, request.IsShared);
            change.Record("view.edited", view);
            return new Answer(view.Version);
        }
    }
}
